/**
 * The registry on Consul: registers at the local agent, watches the fanout nodes with blocking queries, and has the first
 * voters decided by compare-and-set.
 *
 * <p>Each of those has a thread of its own that goes on for ever, whatever the agent does; what was learnt last is what
 * counts until something newer is learnt. Only this package knows Consul's client.
 */
@NullMarked
package io.carillon.runtime.discovery.consul;

import org.jspecify.annotations.NullMarked;

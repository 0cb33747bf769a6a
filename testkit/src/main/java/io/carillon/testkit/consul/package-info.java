/** A real Consul agent for tests. */
@NullMarked
package io.carillon.testkit.consul;

import org.jspecify.annotations.NullMarked;

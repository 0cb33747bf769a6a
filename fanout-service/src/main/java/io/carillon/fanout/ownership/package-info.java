/**
 * Who owns which partition at which epoch, as this node has to know it.
 *
 * <p>Everybody else sees a port, {@link io.carillon.fanout.ownership.TableSource}: the table now, and each that replaces
 * it. {@link io.carillon.fanout.ownership.StaticOwnership} is the source of a node that has the log to itself.
 */
@NullMarked
package io.carillon.fanout.ownership;

import org.jspecify.annotations.NullMarked;

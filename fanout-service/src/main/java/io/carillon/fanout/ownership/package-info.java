/**
 * Who owns which partition at which epoch: what the nodes have agreed on, and the rules by which it changes.
 *
 * <p>{@link io.carillon.fanout.ownership.Cluster} is the agreed state and {@link io.carillon.fanout.ownership.Command} what
 * changes it; both are values, without clock and chance, so that every node comes to the same. Where commands are agreed on
 * is a port, {@link io.carillon.fanout.ownership.Ledger}. {@link io.carillon.fanout.ownership.Holdings} says what one node
 * makes of it: what it serves.
 *
 * <p>Everybody else sees a port, {@link io.carillon.fanout.ownership.TableSource}: the table now, and each that replaces
 * it. {@link io.carillon.fanout.ownership.PublishedCluster} is the source in a cluster,
 * {@link io.carillon.fanout.ownership.StaticOwnership} that of a node that has the log to itself.
 */
@NullMarked
package io.carillon.fanout.ownership;

import org.jspecify.annotations.NullMarked;

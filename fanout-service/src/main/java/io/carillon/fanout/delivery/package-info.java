/**
 * Delivers the publications of owned partitions to the edges that follow them.
 *
 * <p>Start at {@link io.carillon.fanout.delivery.Delivery}. A few pumps, each a platform thread, share the partitions
 * among them; a pump is the only writer of its partitions' {@linkplain io.carillon.fanout.link.PartitionFeed feeds}, so
 * nothing here takes a lock around a rule. Whoever wants something of a partition (the log reader, a link, a reader of
 * history, somebody who asks) puts a command into its pump's mailbox.
 *
 * <p>Publications come from {@code core.log}. How an edge is reached is a port, {@link
 * io.carillon.fanout.delivery.EdgeLink}, which the sibling package {@code rpc} implements.
 */
@NullMarked
package io.carillon.fanout.delivery;

import org.jspecify.annotations.NullMarked;

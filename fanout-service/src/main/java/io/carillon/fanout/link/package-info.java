/**
 * The owner's side of links, as a state machine without I/O, threads or clock.
 *
 * <p>Start at {@link io.carillon.fanout.link.PartitionFeed}: one for each owned partition and ownership epoch. Whoever
 * drives it (a pump thread in {@code delivery}, the simulation in tests) is its only caller; what it wants to happen
 * leaves through {@link io.carillon.fanout.link.PartitionFeed.Output}. {@code docs/mesh-protocol.md} is its specification.
 */
@NullMarked
package io.carillon.fanout.link;

import org.jspecify.annotations.NullMarked;

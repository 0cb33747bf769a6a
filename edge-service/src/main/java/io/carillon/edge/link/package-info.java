/**
 * The edge's side of links, as state machines without I/O, threads or clock.
 *
 * <p>Start at {@link io.carillon.edge.link.Mesh}: it follows the partition table, keeps a link to every owner and a
 * {@link io.carillon.edge.link.FollowedPartition} for each partition, and is driven by one caller at a time. What it
 * wants to happen leaves through {@link io.carillon.edge.link.Mesh.Output}. {@code docs/mesh-protocol.md} is its
 * specification.
 */
@NullMarked
package io.carillon.edge.link;

import org.jspecify.annotations.NullMarked;

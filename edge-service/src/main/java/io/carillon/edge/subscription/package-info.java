/**
 * Which sessions want which channels, and so what this edge needs from upstream; and the way back, from owners to shards.
 *
 * <p>Start at {@link io.carillon.edge.subscription.Router}, the single place where all links and all shards of an edge meet.
 * Like {@code edge.link} it has no I/O, threads or clock; the edge's mesh thread drives it, or a test.
 */
@NullMarked
package io.carillon.edge.subscription;

import org.jspecify.annotations.NullMarked;

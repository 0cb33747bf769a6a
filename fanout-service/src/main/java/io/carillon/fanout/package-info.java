/**
 * The fanout service: reads the log's partitions that this node owns and feeds the edges that follow them.
 *
 * <p>{@link io.carillon.fanout.FanoutServer} is the wiring and nothing else, so one JVM can hold several. What happens to
 * a publication on its way from the log to an edge is told in {@code delivery}; which edges get it, in {@code link}.
 */
@NullMarked
package io.carillon.fanout;

import org.jspecify.annotations.NullMarked;

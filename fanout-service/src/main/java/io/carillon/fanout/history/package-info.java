/**
 * What was published before: recent publications in memory, older ones from the log.
 *
 * <p>{@link io.carillon.fanout.history.RecentPublications} belongs to the pump of its partition.
 * {@link io.carillon.fanout.history.HistoryReads} reads the log on threads that may wait: what many ask of one partition is
 * answered by one {@link io.carillon.fanout.history.Scan}, which skips what the
 * {@link io.carillon.fanout.history.BlockIndex} knows to be without the channels that are wanted. The rules are without
 * threads and I/O; only {@code HistoryReads} and the scanner behind it know either.
 */
@NullMarked
package io.carillon.fanout.history;

import org.jspecify.annotations.NullMarked;

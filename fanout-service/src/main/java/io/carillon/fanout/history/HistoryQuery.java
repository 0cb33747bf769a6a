package io.carillon.fanout.history;

import java.util.Set;

/**
 * What somebody wants of the past of one partition.
 *
 * @param after only what lies behind this offset, or {@link io.carillon.core.link.ToOwner#FROM_TIME}
 * @param sinceMillis from when on, if {@code after} leaves it to the time, in milliseconds since 1970-01-01T00:00Z
 * @param until only what lies up to this offset. If that is not behind {@code after}, nothing is wanted but to know whether
 *     the log has the place
 * @param channels whose publications; empty for those of all channels
 * @param maxBytes how much is wanted at once, as {@code Publication.weight()} counts it, at least 1
 */
public record HistoryQuery(long after, long sinceMillis, long until, Set<String> channels, int maxBytes) {

    public HistoryQuery {
        channels = Set.copyOf(channels);
    }

    /** Returns the question for all channels behind an offset. */
    public static HistoryQuery all(long after, long until, int maxBytes) {
        return new HistoryQuery(after, 0, until, Set.of(), maxBytes);
    }
}

package io.carillon.fanout.link;

import io.carillon.core.log.HistoryPage;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.RecentLimits;
import java.util.Optional;

/**
 * Fills the memory of a new owner with what was published before, from its end backwards, while what is live goes on: says
 * which stretch to read, and when that has come, which one next. For whoever drives the feed.
 */
public final class RecentFill {

    /** Offsets of a stretch; less where that is too much for the memory. */
    private static final int STRETCH = 2_048;

    private static final int LEAST_STRETCH = 64;

    private final PartitionFeed feed;
    private final RecentLimits limits;
    private int stretch = STRETCH;
    private boolean begun;

    /** Makes a fill of a feed's memory that has not begun. */
    public RecentFill(PartitionFeed feed, RecentLimits limits) {
        this.feed = feed;
        this.limits = limits;
    }

    /** Returns what to read first; empty if it has begun, if nothing is kept in memory anyway, or if there is nothing before. */
    public Optional<HistoryQuery> begin() {
        if (begun) {
            return Optional.empty();
        }
        begun = true;
        boolean keeps = limits.count() > 0 && limits.bytes() > 0 && limits.channelCount() > 0;
        return keeps ? next() : Optional.empty();
    }

    private Optional<HistoryQuery> next() {
        long start = feed.recentStart();
        if (start < 0) {
            return Optional.empty();
        }
        int maxBytes = (int) Math.min(limits.bytes(), Integer.MAX_VALUE);
        return Optional.of(HistoryQuery.all(Math.max(-1, start - stretch), start, maxBytes));
    }

    /**
     * Takes a stretch. One that cannot be read is not taken: then memory fills with what comes, and who wants more reads it from
     * the log.
     *
     * @param query what was asked for
     * @return what to read next; empty if there is no more room, or nothing before
     */
    public Optional<HistoryQuery> filled(HistoryQuery query, HistoryPage page) {
        if (query.until() != feed.recentStart()) {
            // Memory is full already, and has let something go.
            return Optional.empty();
        }
        if (page.through() < query.until()) {
            stretch /= 2;
            return stretch >= LEAST_STRETCH ? next() : Optional.empty();
        }
        boolean room = feed.fill(page.after(), page.publications());
        return room && page.after() == query.after() ? next() : Optional.empty();
    }
}

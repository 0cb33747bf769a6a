package io.carillon.fanout.delivery;

import io.carillon.core.log.HistoryPage;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.HistoryReads;
import io.carillon.fanout.history.RecentLimits;
import io.carillon.fanout.link.PartitionFeed;

/**
 * Fills the memory of a new owner with what was published before, from its end backwards, while what is live goes on: a
 * stretch is read by the threads that read the past, and the next one is asked for when it has come.
 *
 * <p>Belongs to its pump's thread.
 */
final class RecentFill {

    /** Offsets of a stretch; less where that is too much for the memory. */
    private static final int STRETCH = 2_048;

    private static final int LEAST_STRETCH = 64;

    private final OwnedPartition owner;
    private final PartitionFeed feed;
    private final HistoryReads history;
    private final RecentLimits limits;
    private int stretch = STRETCH;
    private boolean begun;

    RecentFill(OwnedPartition owner, PartitionFeed feed, HistoryReads history, RecentLimits limits) {
        this.owner = owner;
        this.feed = feed;
        this.history = history;
        this.limits = limits;
    }

    /** Begins, unless it has begun or nothing is kept in memory anyway. */
    void begin() {
        if (begun) {
            return;
        }
        begun = true;
        if (limits.count() > 0 && limits.bytes() > 0 && limits.channelCount() > 0) {
            ask();
        }
    }

    private void ask() {
        long start = feed.recentStart();
        if (start < 0) {
            return;
        }
        int maxBytes = (int) Math.min(limits.bytes(), Integer.MAX_VALUE);
        var query = HistoryQuery.all(Math.max(-1, start - stretch), start, maxBytes);
        history.read(owner.partition(), query, new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                owner.mailbox().add(new PumpCommand.Filled(owner, RecentFill.this, query, page));
            }

            @Override
            public void failed() {
                // Then memory fills with what comes; who wants more reads it from the log.
            }
        });
    }

    /** Takes a stretch, and asks for the one before it while there is room. */
    void filled(HistoryQuery query, HistoryPage page) {
        if (query.until() != feed.recentStart()) {
            // Memory is full already, and has let something go.
            return;
        }
        if (page.through() < query.until()) {
            stretch /= 2;
            if (stretch >= LEAST_STRETCH) {
                ask();
            }
            return;
        }
        boolean room = feed.fill(page.after(), page.publications());
        if (room && page.after() == query.after()) {
            ask();
        }
    }
}

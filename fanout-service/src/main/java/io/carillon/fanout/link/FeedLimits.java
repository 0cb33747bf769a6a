package io.carillon.fanout.link;

import io.carillon.fanout.history.RecentLimits;

/**
 * Bounds of one partition's feed.
 *
 * @param batchBytes a batch is full at this many bytes of publications, at least 1
 * @param recent how much of the recent past is kept in memory
 * @param historyBytes most bytes asked of the log at once, for an edge that stands before the recent ones, at least 1
 * @param searchCount most publications searched for one edge before the others have their turn, at least 1
 */
public record FeedLimits(int batchBytes, RecentLimits recent, int historyBytes, int searchCount) {

    /** 64 KiB batches; the usual kept; 1 MiB asked of the log at once; 4,096 searched in one turn. */
    public static final FeedLimits DEFAULT = new FeedLimits(64 << 10, RecentLimits.DEFAULT, 1 << 20, 4_096);

    public FeedLimits {
        if (batchBytes < 1 || historyBytes < 1 || searchCount < 1) {
            throw new IllegalArgumentException("feed limits out of range: batchBytes " + batchBytes + ", historyBytes "
                    + historyBytes + ", searchCount " + searchCount);
        }
    }
}

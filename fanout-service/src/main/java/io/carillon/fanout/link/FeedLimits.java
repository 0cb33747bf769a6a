package io.carillon.fanout.link;

/**
 * Bounds of one partition's feed.
 *
 * @param batchBytes a batch is full at this many bytes of publications, at least 1
 * @param recentCount most recent publications kept in memory, from 0
 * @param recentBytes most bytes of recent publications kept in memory, from 0
 * @param historyBytes most bytes asked of the log at once, for an edge that stands before the recent ones, at least 1
 * @param searchCount most publications searched for one edge before the others have their turn, at least 1
 */
public record FeedLimits(int batchBytes, int recentCount, long recentBytes, int historyBytes, int searchCount) {

    /** 64 KiB batches; 10,000 publications or 4 MiB kept; 1 MiB asked of the log at once; 4,096 searched in one turn. */
    public static final FeedLimits DEFAULT = new FeedLimits(64 << 10, 10_000, 4 << 20, 1 << 20, 4_096);

    public FeedLimits {
        if (batchBytes < 1 || recentCount < 0 || recentBytes < 0 || historyBytes < 1 || searchCount < 1) {
            throw new IllegalArgumentException("feed limits out of range: batchBytes " + batchBytes + ", recentCount "
                    + recentCount + ", recentBytes " + recentBytes + ", historyBytes " + historyBytes + ", searchCount "
                    + searchCount);
        }
    }
}

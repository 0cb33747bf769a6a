package io.carillon.edge.session;

import java.util.Arrays;

/**
 * How far each partition of the log has been passed on to a shard's sessions.
 *
 * <p>A live session has everything up to here, so this, and not a place of its own, is its cursor.
 */
final class LogView {

    private final long[] through;
    private final long[] timeMillis;
    private long version;

    LogView(int partitionCount) {
        through = new long[partitionCount];
        timeMillis = new long[partitionCount];
        Arrays.fill(through, -1);
    }

    void advance(int partition, long offset, long coveredMillis) {
        through[partition] = Math.max(through[partition], offset);
        timeMillis[partition] = Math.max(timeMillis[partition], coveredMillis);
        version++;
    }

    long through(int partition) {
        return through[partition];
    }

    long timeMillis(int partition) {
        return timeMillis[partition];
    }

    /** Returns up to when the log was passed on, in the partition that is the furthest. */
    long latestMillis() {
        long latest = 0;
        for (long millis : timeMillis) {
            latest = Math.max(latest, millis);
        }
        return latest;
    }

    /** Returns a number that changes whenever anything here does. */
    long version() {
        return version;
    }
}

package io.carillon.fanout.history;

/**
 * How much of a partition's recent past is kept in memory; with 0 for any of them, nothing is.
 *
 * @param count most publications, from 0
 * @param bytes its share of the bytes that the node keeps, as {@code Publication.weight()} counts them, from 0: so many in
 *     any case, and more while the {@linkplain RecentRoom other partitions} leave room
 * @param channelCount most publications of one channel, from 0
 */
public record RecentLimits(int count, long bytes, int channelCount) {

    /** 10,000 publications or 4 MiB, 1,000 of each channel. */
    public static final RecentLimits DEFAULT = new RecentLimits(10_000, 4 << 20, 1_000);

    public RecentLimits {
        if (count < 0 || bytes < 0 || channelCount < 0) {
            throw new IllegalArgumentException("recent limits out of range: count " + count + ", bytes " + bytes
                    + ", channelCount " + channelCount);
        }
    }
}

package io.carillon.fanout.delivery;

/**
 * What an operator may see of an owned partition, as of the last report.
 *
 * @param partition its number, from 0
 * @param epoch the epoch under which this node owns it
 * @param through up to which offset the log was read; -2 while its end is not known yet
 * @param followers how many edges follow
 * @param lag how far the slowest of them is behind, in offsets
 * @param recentBytes publications kept in memory, as {@code Publication.weight()} counts them
 */
public record PartitionStatus(int partition, long epoch, long through, int followers, long lag, long recentBytes) {

    /** Stands for an end of the log that is not known yet. */
    public static final long UNKNOWN = -2;
}

package io.carillon.fanout.leadership;

/**
 * How far an owner is with one of its partitions, told again and again and never written down.
 *
 * @param epoch under which it owns the partition
 * @param through up to which offset it has read the log
 * @param followers how many edges follow
 * @param lag how far the slowest of them is behind, in offsets
 */
public record Progress(long epoch, long through, int followers, long lag) {}

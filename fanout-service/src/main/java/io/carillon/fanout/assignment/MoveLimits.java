package io.carillon.fanout.assignment;

/**
 * How many moves may be under way at once. What a crash left without owner is exempt.
 *
 * @param percent of all partitions, though two are always allowed
 * @param perNode of those that balance, into a node and out of it each
 * @param perDrainingNode of those that empty a node, into a node and out of it each
 */
public record MoveLimits(int percent, int perNode, int perDrainingNode) {

    public static final MoveLimits DEFAULT = new MoveLimits(10, 2, 8);

    public MoveLimits {
        if (percent < 1 || percent > 100 || perNode < 1 || perDrainingNode < 1) {
            throw new IllegalArgumentException("move limits out of range: percent " + percent + ", perNode " + perNode
                    + ", perDrainingNode " + perDrainingNode);
        }
    }

    /** Returns how many moves may be under way in a log with so many partitions. */
    public int total(int partitions) {
        return Math.max(2, partitions * percent / 100);
    }
}

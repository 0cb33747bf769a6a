package io.carillon.fanout.delivery;

import java.time.Duration;

/**
 * When a new owner knows how many subscribers there are: when all edges have told theirs.
 *
 * <p>An owner begins with no followers, so a count would be too low until all edges have attached. It counts as known
 * from when as many edges follow as are expected, and at the latest when so much time has passed that all that live
 * have attached. Once known it stays so, since an edge that leaves takes its connections along.
 */
final class Settling {

    private final int expectedEdges;
    private final long endNanos;
    private boolean settled;

    /**
     * Begins to settle.
     *
     * @param expectedEdges how many edges there are; 0 if nobody knows
     * @param nowNanos when ownership began
     * @param atMost how long it takes at most
     */
    Settling(int expectedEdges, long nowNanos, Duration atMost) {
        this.expectedEdges = expectedEdges;
        this.endNanos = nowNanos + atMost.toNanos();
    }

    /** Returns whether counts are known, with so many followers now. */
    boolean isSettled(int followers, long nowNanos) {
        settled = settled || (expectedEdges > 0 && followers >= expectedEdges) || nowNanos - endNanos >= 0;
        return settled;
    }
}

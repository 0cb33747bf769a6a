package io.carillon.edge.session;

import java.util.OptionalDouble;

/**
 * How much longer the live events of one shard are under way within this process than in the best of times, less the time in
 * which they wait for one another.
 *
 * <p>It is measured in rounds, as the mean of each. The best of times are those of the last minute or two, so that a machine
 * that is busy anyway is not taken for one that something else keeps busy.
 *
 * <p>Threading: the shard's thread.
 */
final class LiveDelay {

    /** How long a round takes at least, and at most where too few events come. */
    private static final long ROUND_NANOS = 25_000_000L;

    private static final long LONGEST_ROUND_NANOS = 10 * ROUND_NANOS;

    /** So many events make a round. The mean of a few is the best of times, or the worst, by chance. */
    private static final int ENOUGH = 16;

    /** The best of times is that of the present stretch of so long, or of the one before. */
    private static final long BEST_NANOS = 60_000_000_000L;

    private final double clearlyNanos;

    private long roundNanos;
    private long sumNanos;
    private int count;

    private boolean delivered;
    private long deliveredUntilNanos;

    private double bestNanos = Double.POSITIVE_INFINITY;
    private double bestBeforeNanos = Double.POSITIVE_INFINITY;
    private long bestSinceNanos;

    /**
     * Begins the first round.
     *
     * @param clearlyNanos a delay that ends a round of few events, too
     * @param nowNanos the time
     */
    LiveDelay(double clearlyNanos, long nowNanos) {
        this.clearlyNanos = clearlyNanos;
        this.roundNanos = nowNanos;
        this.deliveredUntilNanos = nowNanos;
        this.bestSinceNanos = nowNanos;
    }

    /** Takes it that events came to sessions: received then, their turn begun then, and done now. */
    void delivered(long receivedNanos, long begunNanos, long doneNanos) {
        if (count == 0 && begunNanos - roundNanos >= ROUND_NANOS) {
            roundNanos = begunNanos;
        }
        sumNanos += Math.max(0, Math.min(begunNanos - receivedNanos, begunNanos - deliveredUntilNanos));
        count++;
        delivered = true;
        deliveredUntilNanos = doneNanos;
    }

    /** Takes it that all that came to sessions in a turn is written, as far as they take it. */
    void endTurn(long nowNanos) {
        if (delivered) {
            deliveredUntilNanos = nowNanos;
            delivered = false;
        }
    }

    /** Returns whether a round may end. */
    boolean isRoundOver(long nowNanos) {
        boolean enough = count == 0 || count >= ENOUGH || meanNanos() - knownBestNanos() > clearlyNanos;
        return nowNanos - roundNanos >= (enough ? ROUND_NANOS : LONGEST_ROUND_NANOS);
    }

    /** Ends a round; returns how much longer its events were under way, from 0, or empty if there were none. */
    OptionalDouble endRound(long nowNanos) {
        OptionalDouble more = count == 0 ? OptionalDouble.empty() : OptionalDouble.of(more(nowNanos));
        roundNanos = nowNanos;
        sumNanos = 0;
        count = 0;
        return more;
    }

    private double more(long nowNanos) {
        if (nowNanos - bestSinceNanos >= BEST_NANOS) {
            bestBeforeNanos = bestNanos;
            bestNanos = Double.POSITIVE_INFINITY;
            bestSinceNanos = nowNanos;
        }
        double meanNanos = meanNanos();
        if (count >= ENOUGH || Double.isInfinite(bestNanos)) {
            bestNanos = Math.min(bestNanos, meanNanos);
        }
        return Math.max(0, meanNanos - knownBestNanos());
    }

    private double meanNanos() {
        return (double) sumNanos / count;
    }

    private double knownBestNanos() {
        return Math.min(bestNanos, bestBeforeNanos);
    }
}

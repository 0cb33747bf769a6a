package io.carillon.fanout.leadership;

import java.time.Duration;

/**
 * When partitions may move for the sake of balance: in rounds, with a pause after each, so that a node that comes and goes
 * does not keep them moving. Belongs to one caller at a time.
 */
final class BalanceRounds {

    /** Without a move under way for so long a round is over: between two of its moves there is less. */
    private static final Duration OVER_AFTER = Duration.ofSeconds(1);

    private final Duration pause;
    private boolean open;
    private boolean paused;
    private long lastMoveNanos;

    /**
     * Makes rounds of which none has begun.
     *
     * @param pause how long after a round the next one may begin
     */
    BalanceRounds(Duration pause) {
        this.pause = pause;
    }

    /**
     * Returns whether another move may begin.
     *
     * @param moving whether any is under way
     */
    boolean isOpen(boolean moving, long nowNanos) {
        if (open && moving) {
            lastMoveNanos = nowNanos;
        }
        if (open && nowNanos - lastMoveNanos >= OVER_AFTER.toNanos()) {
            open = false;
            paused = true;
        }
        if (paused && nowNanos - lastMoveNanos >= pause.toNanos()) {
            paused = false;
        }
        return !paused;
    }

    /** Takes it that a move begins. */
    void moves(long nowNanos) {
        open = true;
        lastMoveNanos = nowNanos;
    }
}

package io.carillon.edge.session;

/** When things are due in the life of a session; times are those of the shard's ticker. */
final class Timetable {

    private final SessionTiming timing;

    /** Until when the owners have to confirm the channels. */
    final long openingNanos;

    long heartbeatNanos;
    long reconnectNanos;
    long endNanos;

    /** When the client last took something, while more waits for it. */
    long progressNanos;

    /** When the client last acknowledged something, while more is unacknowledged. */
    long ackedNanos;

    /** Makes the times of a session that is being opened. */
    Timetable(SessionTiming timing, long lifetimeNanos, long nowNanos) {
        this.timing = timing;
        this.openingNanos = nowNanos + timing.opening().toNanos();
        this.endNanos = nowNanos + lifetimeNanos;
        this.reconnectNanos = endNanos - timing.grace().toNanos();
    }

    /** Moves the next heartbeat behind now. */
    void heartbeatSent(long nowNanos) {
        do {
            heartbeatNanos += timing.heartbeat().toNanos();
        } while (nowNanos - heartbeatNanos >= 0);
    }

    boolean isStalled(long nowNanos) {
        return nowNanos - stalledNanos() >= 0;
    }

    boolean isAckOverdue(long nowNanos) {
        return nowNanos - ackDueNanos() >= 0;
    }

    private long stalledNanos() {
        return progressNanos + timing.stall().toNanos();
    }

    private long ackDueNanos() {
        return ackedNanos + timing.ack().toNanos();
    }

    /**
     * Returns when something is due next in a session that runs.
     *
     * @param reconnects whether the client has yet to be asked to come back
     * @param congested whether something waits that the client does not take
     * @param unacknowledged whether something waits to be acknowledged
     */
    long next(boolean reconnects, boolean congested, boolean unacknowledged) {
        long next = earlier(endNanos, heartbeatNanos);
        next = reconnects ? earlier(next, reconnectNanos) : next;
        next = congested ? earlier(next, stalledNanos()) : next;
        return unacknowledged ? earlier(next, ackDueNanos()) : next;
    }

    /** Returns the earlier of two times. */
    static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }
}

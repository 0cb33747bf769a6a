package io.carillon.edge.session;

/** When things are due in the life of a session; times are those of the shard's ticker. */
final class Timetable {

    private final SessionTiming timing;

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

    long stalledNanos() {
        return progressNanos + timing.stall().toNanos();
    }

    long ackDueNanos() {
        return ackedNanos + timing.ack().toNanos();
    }

    /** Returns the earlier of two times. */
    static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }
}

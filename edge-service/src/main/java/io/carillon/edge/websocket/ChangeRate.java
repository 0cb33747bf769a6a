package io.carillon.edge.websocket;

/** How many changes of its subscriptions one client may ask for: so many at once, and so many in each second. */
final class ChangeRate {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final int perSecond;

    /** Up to when what was asked for is paid off; behind now by one second at most. */
    private long paidNanos;

    private boolean used;

    ChangeRate(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Takes one more change, and returns whether that is not too many. */
    boolean take(long nowNanos) {
        if (!used || nowNanos - paidNanos > SECOND_NANOS) {
            used = true;
            paidNanos = nowNanos - SECOND_NANOS;
        }
        paidNanos += SECOND_NANOS / perSecond;
        return nowNanos - paidNanos >= 0;
    }

    int perSecond() {
        return perSecond;
    }
}

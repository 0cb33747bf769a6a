package io.carillon.runtime.http;

import io.carillon.core.time.Ticker;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Spaces out the connections of a storm, so that those who are connected already are served meanwhile; whoever has to wait
 * does so in the kernel's backlog.
 *
 * <p>Up to a twentieth of a second's worth may come at once. Used by the listener's accepting thread alone, but for
 * {@link #delayed}.
 */
final class AcceptPace {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long BURST_NANOS = SECOND_NANOS / 20;

    private final Ticker ticker;
    private final long intervalNanos;
    private final LongAdder delayed = new LongAdder();

    /** When the next connection would be due if none had come early. */
    private long dueNanos;

    /**
     * Makes a pace.
     *
     * @param perSecond connections a second, from 1; -1 for as fast as they come
     */
    AcceptPace(int perSecond, Ticker ticker) {
        this.ticker = ticker;
        this.intervalNanos = perSecond < 0 ? 0 : SECOND_NANOS / perSecond;
        this.dueNanos = ticker.nanos() - BURST_NANOS;
    }

    /** Counts a connection, and returns for how long it has to wait, 0 if not at all. */
    long delayNanos() {
        long now = ticker.nanos();
        // Who came late leaves no room to those behind, beyond what may come at once.
        if (dueNanos - (now - BURST_NANOS) < 0) {
            dueNanos = now - BURST_NANOS;
        }
        dueNanos += intervalNanos;
        return Math.max(0, dueNanos - now);
    }

    /** Counts a connection, and waits until it is due. */
    void await() {
        long wait = delayNanos();
        if (wait > 0) {
            delayed.increment();
            long until = ticker.nanos() + wait;
            for (long left = wait; left > 0 && !Thread.currentThread().isInterrupted(); left = until - ticker.nanos()) {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    /** Returns how many connections had to wait; any thread may ask. */
    long delayed() {
        return delayed.sum();
    }
}

package io.carillon.testkit.time;

import io.carillon.core.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until the test moves it. Any thread may read it. */
public final class ManualTicker implements Ticker {

    private final AtomicLong nanos;

    /** Makes a clock that stands at 0. */
    public ManualTicker() {
        this(0);
    }

    /**
     * Makes a clock that stands anywhere.
     *
     * @param nanos any number: a start near {@link Long#MAX_VALUE} shows whether readings are compared by difference
     */
    public ManualTicker(long nanos) {
        this.nanos = new AtomicLong(nanos);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    /** Moves the clock on; a monotonic clock never goes back. */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("step: " + step + " (expected: >= 0)");
        }
        nanos.addAndGet(step.toNanos());
    }
}

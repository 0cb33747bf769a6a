package io.carillon.testkit.time;

import io.carillon.core.time.Ticker;
import java.time.Duration;

/** The moment at which a wait ends without success. */
public final class Deadline {

    private final Ticker ticker;
    private final Duration patience;
    private final long atNanos;

    private Deadline(Ticker ticker, Duration patience) {
        this.ticker = ticker;
        this.patience = patience;
        this.atNanos = ticker.nanos() + patience.toNanos();
    }

    /** Returns the deadline that lies so far ahead on the machine's clock. */
    public static Deadline in(Duration patience) {
        return in(patience, Ticker.system());
    }

    /** Returns the deadline that lies so far ahead on a clock. */
    public static Deadline in(Duration patience, Ticker ticker) {
        return new Deadline(ticker, patience);
    }

    /** Returns how long the whole wait may take. */
    public Duration patience() {
        return patience;
    }

    /** Returns the nanoseconds that are left, 0 once the deadline has passed. */
    public long remainingNanos() {
        return Math.max(0, atNanos - ticker.nanos());
    }

    /** Returns the milliseconds that are left, at least 1, since to sockets 0 means to wait for ever. */
    public int remainingMillisForSocket() {
        return Math.clamp(remainingNanos() / 1_000_000, 1, Integer.MAX_VALUE);
    }

    /** Returns whether the time is up. */
    public boolean hasPassed() {
        return remainingNanos() == 0;
    }
}

package io.carillon.core.time;

/** A monotonic clock for measuring and for deadlines; it has nothing to do with the time of day. */
@FunctionalInterface
public interface Ticker {

    /** Returns the nanoseconds since some fixed but arbitrary moment; only differences mean anything. */
    long nanos();

    /** Returns the machine's own clock. */
    static Ticker system() {
        return System::nanoTime;
    }
}

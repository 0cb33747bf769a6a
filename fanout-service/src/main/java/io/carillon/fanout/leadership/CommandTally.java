package io.carillon.fanout.leadership;

import java.util.concurrent.atomic.LongAdder;

/** Counts what became of a leader's commands. Safe for use by many threads. */
public final class CommandTally {

    private final LongAdder obeyed = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder failed = new LongAdder();

    CommandTally() {}

    void countObeyed() {
        obeyed.increment();
    }

    void countStale() {
        stale.increment();
    }

    void countFailed() {
        failed.increment();
    }

    /** Returns how many commands were obeyed. */
    public long obeyed() {
        return obeyed.sum();
    }

    /** Returns how many commands came too late. */
    public long stale() {
        return stale.sum();
    }

    /** Returns how many commands were not agreed on, as far as this node knows. */
    public long failed() {
        return failed.sum();
    }
}

package io.carillon.fanout.keys;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many keys this node remembers, over all of its partitions, and room for those that were promised to ingests. Safe for
 * use by many threads.
 */
public final class KeyRoom {

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /**
     * Makes room for keys.
     *
     * @param limit most keys, from 0
     */
    public KeyRoom(long limit) {
        this.limit = limit;
    }

    /** Takes room for one key; returns false, having taken nothing, if there is none. */
    boolean take() {
        return take(1);
    }

    /** Takes room for so many keys; returns false, having taken nothing, if there is not enough. */
    boolean take(long count) {
        if (taken.addAndGet(count) > limit) {
            taken.addAndGet(-count);
            return false;
        }
        return true;
    }

    /** Takes room for one key that has to be remembered for a moment, also beyond the limit. */
    void force() {
        force(1);
    }

    void force(long count) {
        taken.addAndGet(count);
    }

    void give(long count) {
        taken.addAndGet(-count);
    }

    /** Returns how many keys are remembered or promised. */
    public long taken() {
        return taken.get();
    }
}

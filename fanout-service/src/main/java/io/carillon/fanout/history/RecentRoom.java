package io.carillon.fanout.history;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of recent publications a node keeps: the shares of all partitions that it owns. What quiet ones leave of
 * theirs, busy ones may use.
 *
 * <p>For many threads at once.
 */
public final class RecentRoom {

    /** The shares, less what is kept. */
    private final AtomicLong leftBytes = new AtomicLong();

    /** Adds the share of a partition. */
    void join(long shareBytes) {
        leftBytes.addAndGet(shareBytes);
    }

    /** Takes away the share of a partition that keeps nothing any more. */
    void leave(long shareBytes) {
        leftBytes.addAndGet(-shareBytes);
    }

    /** Takes it that a partition keeps so much more, or less. */
    void kept(long bytes) {
        leftBytes.addAndGet(-bytes);
    }

    /** Returns whether more is kept than there is room for, so that those beyond their share have to let go. */
    boolean isShort() {
        return leftBytes.get() < 0;
    }
}

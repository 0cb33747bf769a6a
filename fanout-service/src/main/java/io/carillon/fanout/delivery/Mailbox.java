package io.carillon.fanout.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commands for one thread, which takes all that have arrived at once. Others wait when it is full, save for those whose
 * commands are bounded by other means.
 */
final class Mailbox<T> {

    private final int limit;
    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();

    @GuardedBy("lock") private List<T> waiting = new ArrayList<>();

    Mailbox(int limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
    }

    /** Adds a command, also to a full mailbox; for threads that must not wait, and see to a bound by themselves. */
    void add(T command) {
        lock.lock();
        try {
            waiting.add(command);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a command, waiting while the mailbox is full. */
    void put(T command) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= limit) {
                emptied.await();
            }
            waiting.add(command);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes everything that is here, in order, or waits for it.
     *
     * @param spare an empty list that the mailbox fills next
     * @param deadlineNanos until when to wait, on the ticker
     * @return what was here, in a list that the caller may change; empty if nothing came by the deadline
     */
    List<T> takeAll(List<T> spare, long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                long rest = deadlineNanos - ticker.nanos();
                if (rest <= 0) {
                    return spare;
                }
                long _ = filled.awaitNanos(rest);
            }
            List<T> taken = waiting;
            waiting = spare;
            emptied.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many commands are here. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}

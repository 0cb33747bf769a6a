package io.carillon.testkit.client;

import io.carillon.testkit.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one connection brought, in order, and how it ended. A reading thread adds, the test asks.
 *
 * @param <T> what the connection brings
 */
final class Transcript<T> {

    private static final int SHOWN = 40;

    private final String noun;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<T> items = new ArrayList<>();
    private int next;
    private @Nullable End end;
    private String detail = "open";

    Transcript(String noun) {
        this.noun = noun;
    }

    void add(T item) {
        lock.lock();
        try {
            items.add(item);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end(End how, String words) {
        lock.lock();
        try {
            end = how;
            detail = how + " (" + words + ')';
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<T> all() {
        lock.lock();
        try {
            return List.copyOf(items);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next item that matches and was not asked for yet; those before it are skipped. */
    T next(Predicate<? super T> wanted, Duration patience) {
        lock.lock();
        try {
            if (!await(() -> seek(wanted), patience)) {
                throw failure("no " + noun + " as wanted", patience);
            }
            return items.get(next++);
        } finally {
            lock.unlock();
        }
    }

    End awaitEnd(Duration patience) {
        lock.lock();
        try {
            boolean _ = await(() -> false, patience);
            if (end == null) {
                throw failure("no end", patience);
            }
            return end;
        } finally {
            lock.unlock();
        }
    }

    private boolean seek(Predicate<? super T> wanted) {
        while (next < items.size() && !wanted.test(items.get(next))) {
            next++;
        }
        return next < items.size();
    }

    /** Waits, with the lock held, until the condition holds; returns false at the end or the deadline. */
    private boolean await(BooleanSupplier condition, Duration patience) {
        Deadline deadline = Deadline.in(patience);
        try {
            while (!condition.getAsBoolean()) {
                if (end != null || deadline.hasPassed()) {
                    return false;
                }
                long _ = changed.awaitNanos(deadline.remainingNanos());
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the next " + noun, e);
        }
    }

    private AssertionError failure(String what, Duration patience) {
        int from = Math.max(0, items.size() - SHOWN);
        var text = new StringBuilder(what + " within " + patience + "\nconnection: " + detail + "\nreceived "
                + items.size() + ", asked for " + next + (from > 0 ? ", the last " + SHOWN : "") + ':');
        items.subList(from, items.size()).forEach(item -> text.append("\n  ").append(item));
        return new AssertionError(text.toString());
    }
}

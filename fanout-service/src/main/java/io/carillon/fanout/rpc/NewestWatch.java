package io.carillon.fanout.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells one watcher the newest of something with versions, whenever it has taken the one before: a watcher that is slow
 * skips versions rather than making them queue up.
 *
 * <p>Threading: {@link #tell} is the call's own thread and waits there; the others may call from anywhere.
 *
 * @param <T> what is watched
 */
final class NewestWatch<T> {

    /** Tells a watcher one version. */
    interface Teller<T> {

        /**
         * Tells.
         *
         * @param before what the watcher was told last on this call, or null if nothing
         */
        void tell(@Nullable T before, T newest);
    }

    /**
     * Told again after this long although nothing changed, so that a connection that is gone is noticed by writing, and a
     * watcher notices a node that is gone or frozen: it is patient for 2.5 s.
     */
    private static final Duration REPEAT = Duration.ofSeconds(1);

    private final ToLongFunction<T> version;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock") private @Nullable T newest;

    @GuardedBy("lock") private boolean ended;

    NewestWatch(ToLongFunction<T> version) {
        this.version = version;
    }

    /** Takes a newer version. */
    void offer(T newer) {
        lock.lock();
        try {
            newest = newer;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the watcher go. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells every version newer than the one that the watcher has, until the end.
     *
     * @param fromVersion version that the watcher has, 0 if none
     */
    void tell(long fromVersion, Teller<T> teller) throws InterruptedException {
        T before = null;
        long told = fromVersion;
        for (T next = next(told); next != null; next = next(told)) {
            teller.tell(before, next);
            before = next;
            told = version.applyAsLong(next);
        }
    }

    /** Returns the version that is due next, or null at the end. */
    private @Nullable T next(long told) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = REPEAT.toNanos();
            while (!ended && (newest == null || (version.applyAsLong(newest) <= told && rest > 0))) {
                rest = changed.awaitNanos(rest);
            }
            return ended ? null : newest;
        } finally {
            lock.unlock();
        }
    }
}

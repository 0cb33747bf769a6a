package io.carillon.fanout.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.link.ToEdge;
import io.carillon.core.publication.Publication;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written on one link: put in by the pumps, taken out by the link's writer.
 *
 * <p>What is read back waits until nothing else does: live publications must not wait for it. It keeps its order, as the
 * others keep theirs. Where something else always waits, one part stands in line with the others after each 256, so that
 * readers of the past go on there, too.
 */
final class Outbox {

    private static final int PATIENCE_COUNT = 256;

    private final int countLimit;
    private final long bytesLimit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock") private final ArrayDeque<ToEdge> waiting = new ArrayDeque<>();

    @GuardedBy("lock") private final ArrayDeque<ToEdge.ReplayPart> behind = new ArrayDeque<>();

    /** How many have overtaken what is read back, since the last part of that was taken or stood in line. */
    @GuardedBy("lock") private int overtaking;

    @GuardedBy("lock") private long bytes;

    @GuardedBy("lock") private boolean closed;

    Outbox(int countLimit, long bytesLimit) {
        this.countLimit = countLimit;
        this.bytesLimit = bytesLimit;
    }

    /** Adds a message, unless the outbox is closed; returns false, having added nothing, if it is full. */
    boolean offer(ToEdge message) {
        long more = weight(message);
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            // One message is always allowed, however large, or it could never be sent.
            if (!isEmpty() && (waiting.size() + behind.size() >= countLimit || bytes + more > bytesLimit)) {
                return false;
            }
            if (message instanceof ToEdge.ReplayPart part) {
                behind.add(part);
            } else {
                waiting.add(message);
            }
            bytes += more;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next message, or waits for one; returns null when the wait was in vain or the outbox is closed. */
    @Nullable ToEdge take(Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = wait.toNanos();
            while (isEmpty() && !closed && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            ToEdge next = next();
            if (next != null) {
                bytes -= weight(next);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock") private @Nullable ToEdge next() {
        ToEdge next = waiting.poll();
        if (next == null) {
            overtaking = 0;
            return behind.poll();
        }
        if (!behind.isEmpty() && ++overtaking == PATIENCE_COUNT) {
            // Behind all that waits, since what was offered before it has to leave before it.
            waiting.add(behind.remove());
            overtaking = 0;
        }
        return next;
    }

    /** Drops what waits and takes no more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            behind.clear();
            bytes = 0;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock") private boolean isEmpty() {
        return waiting.isEmpty() && behind.isEmpty();
    }

    private static long weight(ToEdge message) {
        return switch (message) {
            case ToEdge.Batch batch -> weight(batch.publications());
            case ToEdge.ReplayPart part -> weight(part.publications());
            case ToEdge.Attached _, ToEdge.Refused _, ToEdge.InterestsEffective _, ToEdge.Heartbeat _ -> 0;
        };
    }

    private static long weight(List<Publication> publications) {
        long bytes = 0;
        for (Publication publication : publications) {
            bytes += publication.weight();
        }
        return bytes;
    }
}

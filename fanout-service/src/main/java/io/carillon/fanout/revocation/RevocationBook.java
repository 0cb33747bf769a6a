package io.carillon.fanout.revocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.access.Revocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All revocations that still matter, by their place in the log: the last one about everybody.
 *
 * <p>Watchers say how far they are and are given the rest, so nothing is queued for anybody, and the book is all the memory
 * there is. How many it holds is bounded where revocations are taken in ({@code push.auth.revocations.limit}), and by their
 * end.
 *
 * <p>Threading: one thread, the log's reader, writes; any may read, and wait.
 */
public final class RevocationBook {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock") private final NavigableMap<Long, Revocation> byOffset = new TreeMap<>();

    @GuardedBy("lock") private final Map<String, Long> offsets = new HashMap<>();

    @GuardedBy("lock") private String logId = "";

    @GuardedBy("lock") private long nextOffset;

    @GuardedBy("lock") private boolean complete;

    @GuardedBy("lock") private boolean behind = true;

    /** Begins to take what a log holds, from its beginning; what is known of the same log stays. */
    public void begin(String id) {
        lock.lock();
        try {
            if (!logId.equals(id)) {
                byOffset.clear();
                offsets.clear();
                logId = id;
                nextOffset = 0;
                complete = false;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the revocation at a place in the log, which is the last word about whom it is about. */
    public void add(long offset, Revocation revocation) {
        lock.lock();
        try {
            Long before = offsets.get(revocation.key());
            if (before == null || before < offset) {
                if (before != null) {
                    byOffset.remove(before);
                }
                offsets.put(revocation.key(), offset);
                byOffset.put(offset, revocation);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes note of how far the log was read.
     *
     * @param offset of the next record to read
     * @param atEnd whether there is no such record yet
     * @param answering whether the log has answered of late
     */
    public void readTo(long offset, boolean atEnd, boolean answering) {
        lock.lock();
        try {
            nextOffset = Math.max(nextOffset, offset);
            complete |= atEnd;
            if (behind == answering) {
                behind = !answering;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets those that are of no use any more, since every token that they are about has ended. */
    public void forgetEnded(long nowMillis) {
        lock.lock();
        try {
            for (Iterator<Revocation> all = byOffset.values().iterator(); all.hasNext(); ) {
                Revocation revocation = all.next();
                if (nowMillis >= revocation.untilMillis()) {
                    all.remove();
                    offsets.remove(revocation.key());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns what a watcher does not have, waiting for something of that kind.
     *
     * @param knownLog the log that the watcher knows revocations of
     * @param from it has all before this offset of it
     * @param limit most revocations in a page, from 1
     * @param patience after which it gets a page without any
     */
    public RevocationPage await(String knownLog, long from, int limit, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = patience.toNanos();
            while (rest > 0 && next(knownLog, from).isEmpty()) {
                rest = changed.awaitNanos(rest);
            }
            return page(knownLog, from, limit);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock") private NavigableMap<Long, Revocation> next(String knownLog, long from) {
        return byOffset.tailMap(knownLog.equals(logId) ? from : 0L, true);
    }

    @GuardedBy("lock") private RevocationPage page(String knownLog, long from, int limit) {
        List<Revocation> revocations = new ArrayList<>();
        long behindLast = 0;
        for (Map.Entry<Long, Revocation> entry : next(knownLog, from).entrySet()) {
            if (revocations.size() == limit) {
                return new RevocationPage(logId, entry.getKey(), revocations, false, behind);
            }
            revocations.add(entry.getValue());
            behindLast = entry.getKey() + 1;
        }
        // A watcher that was at a node which has read further stays where it is.
        long next = knownLog.equals(logId) ? Math.max(from, nextOffset) : nextOffset;
        // Nor does one get the same again while the reader has yet to say how far it has read.
        return new RevocationPage(logId, Math.max(next, behindLast), revocations, complete, behind);
    }

    /** Returns how many there are. */
    public int size() {
        lock.lock();
        try {
            return byOffset.size();
        } finally {
            lock.unlock();
        }
    }
}

package io.carillon.fanout.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.table.PartitionTable;
import io.carillon.proto.fanout.v1.TableUpdate;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells one watcher the newest table, whenever it has taken the one before: a watcher that is slow skips versions rather
 * than making them queue up.
 *
 * <p>Threading: {@link #tell} is the call's own thread and waits there; the others may call from anywhere.
 */
final class TableWatch {

    /** Told again after this long although nothing changed, so that a connection that is gone is noticed by writing. */
    private static final Duration REPEAT = Duration.ofSeconds(15);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock") private @Nullable PartitionTable newest;

    @GuardedBy("lock") private boolean ended;

    /** Takes a newer table. */
    void offer(PartitionTable table) {
        lock.lock();
        try {
            newest = table;
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
     * Tells every table newer than the one that the watcher has, until the end.
     *
     * @param fromVersion version that the watcher has, 0 if none
     */
    void tell(StreamObserver<TableUpdate> watcher, long fromVersion) throws InterruptedException {
        long told = fromVersion;
        for (PartitionTable table = next(told); table != null; table = next(told)) {
            watcher.onNext(TableCodec.encode(table));
            told = table.version();
        }
    }

    /** Returns the table that is due next, or null at the end. */
    private @Nullable PartitionTable next(long told) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = REPEAT.toNanos();
            while (!ended && (newest == null || (newest.version() <= told && rest > 0))) {
                rest = changed.awaitNanos(rest);
            }
            return ended ? null : newest;
        } finally {
            lock.unlock();
        }
    }
}

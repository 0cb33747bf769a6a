package io.carillon.edge.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for the bytes that wait for all clients of a process.
 *
 * <p>Shards take of it in pieces, so that hardly any delivery touches what all of them share. What may wait whatever
 * happens, such as a heartbeat, is counted beyond the limit; nothing else is.
 *
 * <p>Any thread may use it.
 */
public final class ProcessRoom {

    private final long limitBytes;
    private final AtomicLong takenBytes = new AtomicLong();

    /** Of what is taken, what connections took that keep count for themselves. */
    private final AtomicLong apartBytes = new AtomicLong();

    /**
     * Makes room.
     *
     * @param limitBytes at least 1
     */
    public ProcessRoom(long limitBytes) {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes: " + limitBytes + " (expected: >= 1)");
        }
        this.limitBytes = limitBytes;
    }

    /** Returns what is left; less than 0 where more waits than should. */
    public long freeBytes() {
        return limitBytes - takenBytes.get();
    }

    /** Counts what a connection holds that keeps count for itself; less than 0 when it holds less than before. */
    public void countApart(long bytes) {
        takenBytes.addAndGet(bytes);
        apartBytes.addAndGet(bytes);
    }

    /** Returns what {@link #countApart} has counted. */
    public long apartBytes() {
        return apartBytes.get();
    }

    long limitBytes() {
        return limitBytes;
    }

    /** Takes room if there is as much; returns whether there was. */
    boolean tryTake(long bytes) {
        long before = takenBytes.get();
        while (before + bytes <= limitBytes) {
            if (takenBytes.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = takenBytes.get();
        }
        return false;
    }

    /** Takes room, whether or not there is as much. */
    void take(long bytes) {
        takenBytes.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        takenBytes.addAndGet(-bytes);
    }
}

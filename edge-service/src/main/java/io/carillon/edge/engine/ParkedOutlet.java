package io.carillon.edge.engine;

import io.carillon.edge.session.Outlet;
import io.carillon.edge.session.ProcessRoom;
import io.carillon.runtime.http.OwnedConnection;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * An outlet onto a connection that stays in Java: bytes are taken into a short queue, from which a virtual thread writes
 * them to the blocking socket.
 *
 * <p>The thread exists only while there is something to write, so an idle connection costs none beside the one that is
 * parked in its read. Works with TLS and on every system.
 */
final class ParkedOutlet implements Outlet {

    /** Taken bytes that are not written yet; one more frame is taken below this, whatever its size. */
    private static final int TAKEN_LIMIT_BYTES = 64 << 10;

    /** How long a frame may take when the session is over, which kept the time until then. */
    private static final long LAST_FRAME_NANOS = 10_000_000_000L;

    /** Runs a task after a while, on the shard's thread. */
    interface Later {

        /** Called on the shard's thread. */
        void after(long nanos, Runnable task);
    }

    private final OwnedConnection connection;
    private final Later later;
    private final Runnable onWritable;
    private final Runnable onFinished;
    private final ProcessRoom room;

    // All guarded by this.
    private final Queue<byte[]> taken = new ArrayDeque<>(2);
    private int takenBytes;
    private boolean writing;
    private boolean congested;
    private boolean finishing;
    private boolean broken;
    private boolean finished;
    private long framesSent;

    /**
     * Makes the outlet of a connection.
     *
     * @param later for what has to be looked after once the session is over
     * @param onWritable called, on any thread, when the outlet is clear again after it refused
     * @param onFinished called, on any thread, when the last bytes are out after {@link #finish}
     * @param room is told what is taken here
     */
    ParkedOutlet(OwnedConnection connection, Later later, Runnable onWritable, Runnable onFinished, ProcessRoom room) {
        this.connection = connection;
        this.later = later;
        this.onWritable = onWritable;
        this.onFinished = onFinished;
        this.room = room;
    }

    @Override
    public synchronized boolean tryWrite(byte[] frame) {
        boolean full = takenBytes >= TAKEN_LIMIT_BYTES || (takenBytes > 0 && room.freeBytes() <= 0);
        if (broken || full) {
            congested = true;
            return false;
        }
        taken.add(frame);
        takenBytes += frame.length;
        room.countApart(frame.length);
        write();
        return true;
    }

    @Override
    public int pendingBytes() {
        return 0;
    }

    @Override
    public boolean tryWriteCopy(byte[] bytes, int length) {
        return tryWrite(Arrays.copyOf(bytes, length));
    }

    @Override
    public synchronized void finish() {
        finishing = true;
        write();
        awaitLastFrames();
    }

    /** Cuts off a client that takes none of the last frames: it would keep its connection, and what was taken for it. */
    private synchronized void awaitLastFrames() {
        long before = framesSent;
        later.after(LAST_FRAME_NANOS, () -> {
            boolean stuck;
            synchronized (this) {
                if (finished || broken) {
                    return;
                }
                stuck = framesSent == before;
            }
            if (stuck) {
                connection.abort();
            } else {
                awaitLastFrames();
            }
        });
    }

    @Override
    public void abort() {
        connection.abort();
    }

    private void write() {
        if (!writing) {
            writing = true;
            Thread.startVirtualThread(this::drain);
        }
    }

    private void drain() {
        try {
            for (byte[] frame = next(); frame.length > 0; frame = next()) {
                connection.send(frame, 0, frame.length);
                synchronized (this) {
                    framesSent++;
                }
            }
        } catch (RuntimeException _) {
            // The reader of this connection notices the same, and tells the session.
            synchronized (this) {
                broken = true;
                taken.clear();
                room.countApart(-takenBytes);
                takenBytes = 0;
            }
            connection.abort();
        }
    }

    /** Returns what to write next, an empty array if there is nothing and this thread is to end. */
    private byte[] next() {
        boolean clear;
        boolean last;
        byte[] frame;
        synchronized (this) {
            byte[] head = taken.poll();
            frame = head == null ? new byte[0] : head;
            takenBytes -= frame.length;
            room.countApart(-frame.length);
            clear = congested && takenBytes < TAKEN_LIMIT_BYTES / 2;
            if (clear) {
                congested = false;
            }
            last = head == null && finishing;
            finished |= last;
            writing = head != null;
        }
        if (clear) {
            onWritable.run();
        }
        if (last) {
            onFinished.run();
        }
        return frame;
    }
}

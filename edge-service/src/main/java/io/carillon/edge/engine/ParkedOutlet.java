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

    private final OwnedConnection connection;
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

    /**
     * Makes the outlet of a connection.
     *
     * @param onWritable called, on any thread, when the outlet is clear again after it refused
     * @param onFinished called, on any thread, when the last bytes are out after {@link #finish}
     * @param room is told what is taken here
     */
    ParkedOutlet(OwnedConnection connection, Runnable onWritable, Runnable onFinished, ProcessRoom room) {
        this.connection = connection;
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
        boolean finished;
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
            finished = head == null && finishing;
            writing = head != null;
        }
        if (clear) {
            onWritable.run();
        }
        if (finished) {
            onFinished.run();
        }
        return frame;
    }
}

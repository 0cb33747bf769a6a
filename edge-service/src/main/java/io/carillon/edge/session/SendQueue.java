package io.carillon.edge.session;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one connection, in order; several leave in one write.
 *
 * <p>An idle connection's queue holds nothing but two empty fields: most of the time there is at most one frame, and it is
 * gone before the next comes. While frames come in bursts, the room for a few of them is kept from one burst to the next, so
 * that a burst makes no garbage.
 */
final class SendQueue {

    /** Room for more frames than these is given up after the burst. */
    private static final int KEPT_LIMIT = 64;

    private byte @Nullable [] first;
    private @Nullable ArrayDeque<byte[]> rest;
    private int bytes;

    boolean isEmpty() {
        return first == null;
    }

    /** Returns the bytes that wait. */
    int bytes() {
        return bytes;
    }

    void add(byte[] frame) {
        bytes += frame.length;
        if (first == null) {
            first = frame;
            return;
        }
        if (rest == null) {
            rest = new ArrayDeque<>(4);
        }
        rest.add(frame);
    }

    /**
     * Writes what waits, until all is out or the outlet is congested.
     *
     * @param scratch room to put several frames together for one write; its content is free between calls
     * @return whether all is out
     */
    boolean flush(Outlet outlet, byte[] scratch) {
        int waiting = rest == null ? 0 : rest.size();
        while (first != null) {
            if (rest == null || rest.isEmpty() || first.length + rest.getFirst().length > scratch.length) {
                if (!outlet.tryWrite(first)) {
                    return false;
                }
                next();
            } else if (!flushSeveral(outlet, scratch, rest)) {
                return false;
            }
        }
        if (waiting == 0 || waiting > KEPT_LIMIT) {
            rest = null;
        }
        return true;
    }

    private boolean flushSeveral(Outlet outlet, byte[] scratch, ArrayDeque<byte[]> waiting) {
        byte[] head = first;
        if (head == null) {
            return true;
        }
        int length = head.length;
        int count = 1;
        System.arraycopy(head, 0, scratch, 0, length);
        for (byte[] frame : waiting) {
            if (length + frame.length > scratch.length) {
                break;
            }
            System.arraycopy(frame, 0, scratch, length, frame.length);
            length += frame.length;
            count++;
        }
        if (!outlet.tryWriteCopy(scratch, length)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            next();
        }
        return true;
    }

    void clear() {
        first = null;
        rest = null;
        bytes = 0;
    }

    private void next() {
        if (first != null) {
            bytes -= first.length;
        }
        first = rest == null ? null : rest.poll();
    }
}

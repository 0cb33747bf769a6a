package io.carillon.edge.websocket;

import java.util.Arrays;

/**
 * Bytes that arrive in parts.
 *
 * <p>The array grows with what has arrived and not with what was announced: otherwise a client could make the edge set
 * aside a whole message with each header it sends. It is given up as soon as the bytes are complete, so that an idle
 * connection keeps none.
 */
final class Gathering {

    private static final byte[] NONE = {};
    private static final int FIRST_BYTES = 128;

    private byte[] bytes = NONE;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void append(byte[] buffer, int offset, int length) {
        if (length > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, Math.max(FIRST_BYTES, 2 * bytes.length)));
        }
        System.arraycopy(buffer, offset, bytes, size, length);
        size += length;
    }

    /** Gives up the array, whose first {@link #size} bytes, asked for before, are what was gathered. */
    byte[] release() {
        byte[] gathered = bytes;
        bytes = NONE;
        size = 0;
        return gathered;
    }
}

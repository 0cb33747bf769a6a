package io.carillon.testkit.client;

import java.io.ByteArrayOutputStream;

/** The first bytes of a connection, up to a limit; any thread may read them. */
final class Recording {

    /** How many bytes are kept; a long stream must not fill the memory of its test. */
    static final int LIMIT_BYTES = 16 * 1024 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long total;

    synchronized void add(byte[] buffer, int offset, int length) {
        total += length;
        kept.write(buffer, offset, Math.min(length, LIMIT_BYTES - kept.size()));
    }

    synchronized Bytes bytes() {
        return Bytes.of(kept.toByteArray());
    }

    /** Returns how many bytes there were in all, kept or not. */
    synchronized long total() {
        return total;
    }
}

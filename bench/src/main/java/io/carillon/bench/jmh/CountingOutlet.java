package io.carillon.bench.jmh;

import io.carillon.edge.session.Outlet;

/** Takes every byte to nowhere, and counts them. */
final class CountingOutlet implements Outlet {

    private long bytes;

    /** Returns how many bytes it has taken. */
    long bytes() {
        return bytes;
    }

    @Override
    public boolean tryWrite(byte[] frame) {
        bytes += frame.length;
        return true;
    }

    @Override
    public boolean tryWriteCopy(byte[] frames, int length) {
        bytes += length;
        return true;
    }

    @Override
    public int pendingBytes() {
        return 0;
    }

    @Override
    public void finish() {
        throw new IllegalStateException("a session ended");
    }

    @Override
    public void abort() {
        throw new IllegalStateException("a session ended");
    }
}

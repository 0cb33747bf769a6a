package io.carillon.edge.subscription;

import java.util.concurrent.atomic.AtomicInteger;

/** Tells when all shards have dealt with a batch, so that its room can be given back to the owner. */
public final class Receipt {

    private final AtomicInteger missing;
    private final int partition;
    private final long bytes;

    Receipt(int shards, int partition, long bytes) {
        this.missing = new AtomicInteger(shards);
        this.partition = partition;
        this.bytes = bytes;
    }

    /** Returns true if this was the last signature and there is room to give back. */
    public boolean sign() {
        return missing.decrementAndGet() == 0 && bytes > 0;
    }

    public int partition() {
        return partition;
    }

    /** Returns the room that the batch took, in bytes as {@code Publication.weight()} counts them. */
    public long bytes() {
        return bytes;
    }
}

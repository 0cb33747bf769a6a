package io.carillon.edge.engine;

/**
 * How much may wait for the clients of an edge, besides what may wait for each in its session.
 *
 * @param processBytes for all clients, at least 1
 * @param shardBytes for the clients of one shard, at least 1
 * @param unsentBytes what the kernel takes for each client on an adopted socket beyond what is on its way already; 0 lets
 *     it decide, which may be megabytes
 */
public record QueueLimits(long processBytes, long shardBytes, int unsentBytes) {

    /** Enough for a queue's worth to follow at once what is on its way. */
    public static final int UNSENT_BYTES = 256 << 10;

    public QueueLimits {
        if (processBytes < 1 || shardBytes < 1 || unsentBytes < 0) {
            throw new IllegalArgumentException("processBytes: " + processBytes + ", shardBytes: " + shardBytes
                    + ", unsentBytes: " + unsentBytes + " (expected: >= 1, >= 1 and >= 0)");
        }
    }

    /** A quarter of the heap; half of that for one shard, if there are several: it leaves room to the others. */
    public static QueueLimits forHeap(long heapBytes, int shards) {
        long process = Math.max(1, heapBytes / 4);
        return new QueueLimits(process, shards == 1 ? process : Math.max(1, process / 2), UNSENT_BYTES);
    }
}

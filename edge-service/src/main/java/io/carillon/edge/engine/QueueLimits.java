package io.carillon.edge.engine;

/**
 * How much may wait for the clients of an edge, besides what may wait for each.
 *
 * @param processBytes for all clients, at least 1
 * @param shardBytes for the clients of one shard, at least 1
 */
public record QueueLimits(long processBytes, long shardBytes) {

    public QueueLimits {
        if (processBytes < 1 || shardBytes < 1) {
            throw new IllegalArgumentException(
                    "processBytes: " + processBytes + ", shardBytes: " + shardBytes + " (expected: >= 1)");
        }
    }

    /** A quarter of the heap; half of that for one shard, if there are several: it leaves room to the others. */
    public static QueueLimits forHeap(long heapBytes, int shards) {
        long process = Math.max(1, heapBytes / 4);
        return new QueueLimits(process, shards == 1 ? process : Math.max(1, process / 2));
    }
}

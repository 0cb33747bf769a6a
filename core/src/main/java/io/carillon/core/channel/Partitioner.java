package io.carillon.core.channel;

import java.nio.charset.StandardCharsets;

/**
 * Maps a channel to its partition: murmur2 of the name's UTF-8 bytes, as Kafka's Java producer does it by default.
 *
 * <p>The mapping is Kafka's own so that any producer which writes the channel as the record's key is heard by the same
 * subscribers, in the same order. The function is 32-bit MurmurHash2 (Austin Appleby) with Kafka's seed; the sign bit
 * is cleared before the remainder is taken.
 */
public final class Partitioner {

    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;

    private Partitioner() {}

    /**
     * Returns the partition of a channel, from 0 to {@code partitionCount - 1}.
     *
     * @param channel a valid channel name
     * @param partitionCount how many partitions the generation has, at least 1
     */
    public static int partitionOf(String channel, int partitionCount) {
        if (partitionCount < 1) {
            throw new IllegalArgumentException("partitionCount: " + partitionCount + " (expected: >= 1)");
        }
        return (murmur2(channel.getBytes(StandardCharsets.UTF_8)) & 0x7fffffff) % partitionCount;
    }

    static int murmur2(byte[] data) {
        int hash = SEED ^ data.length;
        int whole = data.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int word = (data[i] & 0xff)
                    | (data[i + 1] & 0xff) << 8
                    | (data[i + 2] & 0xff) << 16
                    | (data[i + 3] & 0xff) << 24;
            word *= MULTIPLIER;
            word ^= word >>> 24;
            word *= MULTIPLIER;
            hash *= MULTIPLIER;
            hash ^= word;
        }
        int rest = data.length - whole;
        if (rest > 0) {
            for (int i = rest - 1; i >= 0; i--) {
                hash ^= (data[whole + i] & 0xff) << (8 * i);
            }
            hash *= MULTIPLIER;
        }
        hash ^= hash >>> 13;
        hash *= MULTIPLIER;
        hash ^= hash >>> 15;
        return hash;
    }
}

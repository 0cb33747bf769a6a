package io.carillon.fanout.history;

import java.util.Set;

/**
 * Which channels occur in one block of the log: a Bloom filter, which may say yes wrongly, once in about 300 times, and never
 * says no wrongly. Immutable.
 */
final class BlockFilter {

    private static final int BITS_FOR_EACH = 12;
    private static final int PROBES = 6;

    /** What a filter takes beside its bits: object, array, and its place in the index. */
    private static final int OVERHEAD_BYTES = 96;

    private static final BlockFilter EMPTY = new BlockFilter(new long[0]);

    private final long[] bits;

    private BlockFilter(long[] bits) {
        this.bits = bits;
    }

    /** Returns the filter of a block that has these channels. */
    static BlockFilter of(Set<Long> channelHashes) {
        if (channelHashes.isEmpty()) {
            return EMPTY;
        }
        var filter = new BlockFilter(new long[(channelHashes.size() * BITS_FOR_EACH + Long.SIZE - 1) / Long.SIZE]);
        for (long hash : channelHashes) {
            for (int probe = 0; probe < PROBES; probe++) {
                int bit = filter.bitOf(hash, probe);
                filter.bits[bit / Long.SIZE] |= 1L << bit;
            }
        }
        return filter;
    }

    /** Returns whether a channel may occur; false is certain. */
    boolean mayHave(long channelHash) {
        if (bits.length == 0) {
            return false;
        }
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bitOf(channelHash, probe);
            if ((bits[bit / Long.SIZE] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    long bytes() {
        return OVERHEAD_BYTES + (long) bits.length * Long.BYTES;
    }

    private int bitOf(long hash, int probe) {
        long mixed = hash + probe * (hash >>> 32 | 1);
        return (int) Long.remainderUnsigned(mixed, (long) bits.length * Long.SIZE);
    }

    /** Returns a channel's hash, spread over all bits: FNV-1a, then the finisher of MurmurHash3. */
    static long hash(String channel) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < channel.length(); i++) {
            hash = (hash ^ channel.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}

package io.carillon.fanout.history;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which channels occur in which block of the log, for those blocks that were read while this node owned their partition;
 * bounded in memory, the oldest blocks of the partition with most leave first. Safe for use by many threads.
 *
 * <p>A block that is not here has to be read, so the index only ever saves work. It is about one log: whoever sees a log cut
 * back {@linkplain #forget forgets} its partition.
 */
public final class BlockIndex {

    /** Offsets of a block. Small enough that a block of a busy partition leaves out most of its channels. */
    static final int BLOCK_OFFSETS = 256;

    private static final int LEAVE_AT_ONCE = 16;

    private static final class Blocks {
        private final NavigableMap<Long, BlockFilter> filters = new TreeMap<>();
        private long bytes;
    }

    private final long limitBytes;
    private final Object lock = new Object();
    /** Guarded by {@code lock}. */
    private final Map<Integer, Blocks> partitions = new HashMap<>();
    /** Guarded by {@code lock}. */
    private long bytes;

    /**
     * Makes an empty index.
     *
     * @param limitBytes most memory that it takes, from 0
     */
    public BlockIndex(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Returns the memory that it takes, in bytes. */
    public long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** Returns how many blocks it knows. */
    public int blocks() {
        synchronized (lock) {
            return partitions.values().stream()
                    .mapToInt(blocks -> blocks.filters.size())
                    .sum();
        }
    }

    /** Begins to read a partition from an offset on, so that the blocks that are read whole get known. */
    public BlockBuilder builder(int partition, long after) {
        return new BlockBuilder(this, partition, after);
    }

    /** Forgets what is known of a partition. */
    public void forget(int partition) {
        synchronized (lock) {
            Blocks gone = partitions.remove(partition);
            bytes -= gone == null ? 0 : gone.bytes;
        }
    }

    void put(int partition, long block, BlockFilter filter) {
        synchronized (lock) {
            Blocks blocks = partitions.computeIfAbsent(partition, _ -> new Blocks());
            BlockFilter before = blocks.filters.put(block, filter);
            long more = filter.bytes() - (before == null ? 0 : before.bytes());
            blocks.bytes += more;
            bytes += more;
            while (bytes > limitBytes) {
                makeRoom();
            }
        }
    }

    /** Lets go of the oldest blocks of the partition that has most. */
    private void makeRoom() {
        Blocks largest = new Blocks();
        for (Blocks each : partitions.values()) {
            largest = each.bytes > largest.bytes ? each : largest;
        }
        for (int i = 0; i < LEAVE_AT_ONCE && !largest.filters.isEmpty(); i++) {
            long gone = largest.filters.pollFirstEntry().getValue().bytes();
            largest.bytes -= gone;
            bytes -= gone;
        }
    }

    /**
     * Returns the offset up to which none of the channels occurs, looking forwards.
     *
     * @param after where to begin; everything up to here is taken for searched
     * @return {@code after} itself if nothing is known of what comes next; never more than {@code until}
     */
    long skip(int partition, long after, long until, long[] channelHashes) {
        synchronized (lock) {
            Blocks blocks = partitions.get(partition);
            long through = after;
            while (blocks != null && through < until) {
                long block = (through + 1) / BLOCK_OFFSETS;
                if (mayHave(blocks.filters.get(block), channelHashes)) {
                    break;
                }
                through = (block + 1) * BLOCK_OFFSETS - 1;
            }
            return Math.min(through, until);
        }
    }

    /**
     * Returns the offset up to which it is worth reading from {@code after} on: to the end of the blocks that may have one of
     * the channels, or are not known.
     */
    long worthReading(int partition, long after, long until, long[] channelHashes) {
        synchronized (lock) {
            Blocks blocks = partitions.get(partition);
            if (blocks == null) {
                return until;
            }
            long through = after;
            while (through < until) {
                long block = (through + 1) / BLOCK_OFFSETS;
                if (!mayHave(blocks.filters.get(block), channelHashes)) {
                    break;
                }
                through = (block + 1) * BLOCK_OFFSETS - 1;
            }
            return Math.min(through, until);
        }
    }

    /** Returns the offset behind which none of the channels occurs, looking backwards; never less than {@code after}. */
    long skipBack(int partition, long until, long after, long[] channelHashes) {
        synchronized (lock) {
            Blocks blocks = partitions.get(partition);
            long through = until;
            while (blocks != null && through > after) {
                long block = through / BLOCK_OFFSETS;
                if (mayHave(blocks.filters.get(block), channelHashes)) {
                    break;
                }
                through = block * BLOCK_OFFSETS - 1;
            }
            return Math.max(through, after);
        }
    }

    /** Returns the offset behind which it is worth reading up to {@code until}; never less than {@code after}. */
    long worthReadingBack(int partition, long until, long after, long[] channelHashes) {
        synchronized (lock) {
            Blocks blocks = partitions.get(partition);
            long from = until;
            while (blocks != null && from > after) {
                long block = from / BLOCK_OFFSETS;
                if (!mayHave(blocks.filters.get(block), channelHashes)) {
                    break;
                }
                from = block * BLOCK_OFFSETS - 1;
            }
            return blocks == null ? after : Math.max(from, after);
        }
    }

    private static boolean mayHave(@Nullable BlockFilter filter, long[] channelHashes) {
        if (filter == null || channelHashes.length == 0) {
            return true;
        }
        for (long hash : channelHashes) {
            if (filter.mayHave(hash)) {
                return true;
            }
        }
        return false;
    }
}

package io.carillon.fanout.history;

import io.carillon.core.publication.Publication;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells a {@link BlockIndex} what is in the blocks that are read from beginning to end. For one thread at a time. */
public final class BlockBuilder {

    private final BlockIndex index;
    private final int partition;
    private final Set<Long> channels = new HashSet<>();
    private long through;

    /** Whether everything of the present block was read so far. */
    private boolean whole;

    BlockBuilder(BlockIndex index, int partition, long after) {
        this.index = index;
        this.partition = partition;
        restart(after);
    }

    /**
     * Takes what was read next.
     *
     * @param after where the range begins; if that is not where the last one ended, the block in between is not known
     * @param publications all that are in (after, through], in order
     */
    public void read(long after, List<Publication> publications, long newThrough) {
        if (after != through) {
            restart(after);
        }
        for (Publication publication : publications) {
            reach(publication.offset() - 1);
            channels.add(BlockFilter.hash(publication.channel()));
        }
        reach(newThrough);
    }

    /** Moves on to an offset, and tells of the blocks that end on the way. */
    private void reach(long offset) {
        while (blockOf(through + 1) < blockOf(offset + 1)) {
            long block = blockOf(through + 1);
            if (whole) {
                index.put(partition, block, BlockFilter.of(channels));
            }
            channels.clear();
            through = (block + 1) * BlockIndex.BLOCK_OFFSETS - 1;
            whole = true;
        }
        through = Math.max(through, offset);
    }

    private void restart(long after) {
        through = after;
        channels.clear();
        whole = (after + 1) % BlockIndex.BLOCK_OFFSETS == 0;
    }

    private static long blockOf(long offset) {
        return offset / BlockIndex.BLOCK_OFFSETS;
    }
}

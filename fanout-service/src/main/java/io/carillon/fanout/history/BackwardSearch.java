package io.carillon.fanout.history;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Searches the log backwards for the last publications of channels, stretch by stretch, within a budget. The log can only be
 * read forwards, so each stretch is read whole before it is looked at from its end.
 */
public final class BackwardSearch {

    private static final int PAGE_BYTES = 512 << 10;

    /** What a stretch should bring: large enough for the log to be fast, small against the budget. */
    private static final int STRETCH_BYTES = 512 << 10;

    /** Offsets of the first stretch, of which nothing is known; then between these. */
    private static final int FIRST_OFFSETS = 2 * BlockIndex.BLOCK_OFFSETS;

    private static final int MIN_OFFSETS = 16;
    private static final int MAX_OFFSETS = 64 << 10;

    private final int partition;
    private final LogHistory log;
    private final BlockIndex index;
    private final long limitBytes;
    private long readBytes;

    /**
     * Makes a search that has read nothing.
     *
     * @param limitBytes how much may be read before the search gives up
     */
    public BackwardSearch(int partition, LogHistory log, BlockIndex index, long limitBytes) {
        this.partition = partition;
        this.log = log;
        this.index = index;
        this.limitBytes = limitBytes;
    }

    /** Searches down to an offset, the beginning of the log, or the end of the budget. */
    public void run(LastSearch search, long after) throws LogUnavailableException, InterruptedException {
        long offsets = FIRST_OFFSETS;
        while (!search.isComplete() && search.searchedTo() > after) {
            Set<String> missing = search.missing();
            long[] hashes = missing.stream().mapToLong(BlockFilter::hash).toArray();
            long until = index.skipBack(partition, search.searchedTo(), after, hashes);
            search.searchedDownTo(until);
            if (until <= after) {
                return;
            }
            if (readBytes >= limitBytes) {
                search.giveUp();
                return;
            }
            long before = readBytes;
            // Whole blocks, so that the index learns them.
            long begin = (until - offsets) / BlockIndex.BLOCK_OFFSETS * BlockIndex.BLOCK_OFFSETS - 1;
            long from = index.worthReadingBack(
                    partition,
                    until,
                    Math.max(after, offsets < BlockIndex.BLOCK_OFFSETS ? until - offsets : begin),
                    hashes);
            if (stretch(search, missing, from, until)) {
                return;
            }
            long bytesOfOne = Math.max(1, (readBytes - before) / Math.max(1, until - from));
            offsets = Math.clamp(STRETCH_BYTES / bytesOfOne, MIN_OFFSETS, MAX_OFFSETS);
        }
    }

    /** Looks through (from, until]; returns whether that was the beginning of the log. */
    private boolean stretch(LastSearch search, Set<String> missing, long from, long until)
            throws LogUnavailableException, InterruptedException {
        var wanted = new ArrayList<Publication>();
        BlockBuilder builder = index.builder(partition, from);
        boolean beginning = false;
        long through = from;
        while (through < until) {
            HistoryPage page = log.read(partition, through, until, PAGE_BYTES);
            beginning |= page.after() > through;
            builder.read(page.after(), page.publications(), page.through());
            for (Publication publication : page.publications()) {
                readBytes += publication.weight();
                if (missing.contains(publication.channel())) {
                    wanted.add(publication);
                }
            }
            if (page.through() <= through) {
                throw new LogUnavailableException("partition " + partition + ": nothing to read at " + through);
            }
            through = page.through();
        }
        for (Publication publication : List.copyOf(wanted).reversed()) {
            search.take(publication);
        }
        search.searchedDownTo(from);
        return beginning;
    }
}

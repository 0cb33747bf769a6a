package io.carillon.fanout.history;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;

/** One who takes part in a {@link Scan}: what it wants, how far it was served, and what was found for it. */
final class ScanReader {

    private static final int MOST_DOUBLINGS = 20;

    /** More than a fetch brings, one has to wait for anyway. */
    private static final int MOST_PAGE_BYTES = 1 << 20;

    final HistoryQuery query;
    final HistoryReads.Answer answer;
    final long[] channelHashes;
    long searched;

    /** Whether the scan goes where this reader stands; those who joined in the present round have to wait for the next. */
    boolean steers;

    private final List<Publication> found = new ArrayList<>();
    private long foundBytes;
    private long readBytes;
    private long begin;
    private long lastMillis;

    /** Whether the present page covers the place where this reader stands. */
    private boolean takes;

    private boolean full;

    /** How many pages in a row had nothing for this reader. */
    private int emptyPages;

    private int foundBefore;

    ScanReader(HistoryQuery query, HistoryReads.Answer answer) {
        this.query = query;
        this.answer = answer;
        this.searched = query.after();
        this.begin = query.after();
        this.channelHashes =
                query.channels().stream().mapToLong(BlockFilter::hash).toArray();
    }

    /**
     * Returns how much is worth reading at once: as much as may still be found, since a page of that size ends where the next
     * question of a reader begins that wants everything; and twice as much after each page that had nothing, since what is
     * wanted is rare there.
     *
     * @param limitBytes how much is read for this reader before it is answered with what was found
     */
    int pageBytes(int limitBytes) {
        long room = Math.max(1, query.maxBytes() - foundBytes);
        long most = Math.min(limitBytes - readBytes, MOST_PAGE_BYTES);
        return (int) Math.max(room, Math.min(room << emptyPages, most));
    }

    /**
     * Looks at a page before its publications come.
     *
     * @param asked the place that was asked for; where the page begins behind it, the log no longer has what lay between
     */
    void page(long asked, HistoryPage page) {
        boolean lost = searched >= asked && searched < page.after();
        if (lost && searched == begin) {
            // What is lost moves the beginning of an answer; it never lies within one.
            searched = Math.min(page.after(), query.until());
            begin = searched;
        } else if (lost) {
            full = true;
        }
        takes = !full && searched >= page.after() && searched < page.through();
    }

    void take(Publication publication) {
        if (!takes || full || publication.offset() <= searched || publication.offset() > query.until()) {
            return;
        }
        if (foundBytes + publication.weight() > query.maxBytes() && !found.isEmpty()) {
            full = true;
            searched = publication.offset() - 1;
            return;
        }
        found.add(publication);
        foundBytes += publication.weight();
        searched = publication.offset();
        lastMillis = publication.timeMillis();
        full = foundBytes >= query.maxBytes();
    }

    /** Returns whether this reader has to be answered after the page. */
    boolean pageEnds(HistoryPage page, long pageBytes, int limitBytes) {
        if (takes && !full) {
            searched = Math.max(searched, Math.min(page.through(), query.until()));
            lastMillis = Math.max(lastMillis, page.timeMillis());
        }
        if (takes) {
            readBytes += pageBytes;
            emptyPages = found.size() == foundBefore ? Math.min(emptyPages + 1, MOST_DOUBLINGS) : 0;
            foundBefore = found.size();
        }
        takes = false;
        return full || searched >= query.until() || readBytes >= limitBytes;
    }

    void answer() {
        answer.read(new HistoryPage(begin, Math.max(begin, searched), lastMillis, found));
    }
}

package io.carillon.fanout.history;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;

/** One who takes part in a {@link Scan}: what it wants, how far it was served, and what was found for it. */
final class ScanReader {

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

    ScanReader(HistoryQuery query, HistoryReads.Answer answer) {
        this.query = query;
        this.answer = answer;
        this.searched = query.after();
        this.begin = query.after();
        this.channelHashes =
                query.channels().stream().mapToLong(BlockFilter::hash).toArray();
    }

    /**
     * Returns how much more may be found. A page of that size ends where the next question of a reader begins that wants
     * everything, so that nothing is fetched twice for it.
     */
    int roomBytes() {
        return (int) Math.max(1, query.maxBytes() - foundBytes);
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
        readBytes += takes ? pageBytes : 0;
        takes = false;
        return full || searched >= query.until() || readBytes >= limitBytes;
    }

    void answer() {
        answer.read(new HistoryPage(begin, Math.max(begin, searched), lastMillis, found));
    }
}

package io.carillon.fanout.history;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.core.publication.Publication;
import java.util.concurrent.atomic.LongAdder;

/** The log's past, with a count of what was read. Safe for use by many threads. */
final class MeteredHistory implements LogHistory {

    private final LogHistory log;
    private final LongAdder bytes = new LongAdder();

    MeteredHistory(LogHistory log) {
        this.log = log;
    }

    /** Returns how many bytes of publications were read. */
    long bytes() {
        return bytes.sum();
    }

    @Override
    public HistoryPage read(int partition, long after, long until, int maxBytes)
            throws LogUnavailableException, InterruptedException {
        HistoryPage page = log.read(partition, after, until, maxBytes);
        bytes.add(page.publications().stream().mapToLong(Publication::weight).sum());
        return page;
    }

    @Override
    public long offsetAtTime(int partition, long timeMillis) throws LogUnavailableException, InterruptedException {
        return log.offsetAtTime(partition, timeMillis);
    }

    @Override
    public long earliest(int partition) throws LogUnavailableException, InterruptedException {
        return log.earliest(partition);
    }

    @Override
    public long end(int partition) throws LogUnavailableException, InterruptedException {
        return log.end(partition);
    }
}

package io.carillon.fanout.keys;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log's past without what is void. A page with keyed publications costs another read, of what lies before it as far back
 * as the first of them says; one without costs nothing more. Safe for use by many threads.
 */
public final class JudgedHistory implements LogHistory {

    private static final int LOOK_BACK_BYTES = 512 << 10;

    private final LogHistory log;
    private final long windowMillis;

    /**
     * Makes a view of a log's past.
     *
     * @param windowMillis the window, the same for all who read the log
     */
    public JudgedHistory(LogHistory log, long windowMillis) {
        this.log = log;
        this.windowMillis = windowMillis;
    }

    @Override
    public HistoryPage read(int partition, long after, long until, int maxBytes)
            throws LogUnavailableException, InterruptedException {
        HistoryPage page = log.read(partition, after, until, maxBytes);
        long least = Long.MAX_VALUE;
        for (Publication publication : page.publications()) {
            if (publication.key() != null) {
                least = Math.min(least, publication.key().after());
            }
        }
        if (least == Long.MAX_VALUE) {
            return page;
        }
        Map<Digest, KeyedRecord> latest = new HashMap<>();
        long through = least;
        while (through < page.after()) {
            HistoryPage before = log.read(partition, through, page.after(), LOOK_BACK_BYTES);
            for (Publication publication : before.publications()) {
                KeyedRecord.of(publication).ifPresent(record -> latest.put(record.identity(), record));
            }
            if (before.through() <= through) {
                throw new LogUnavailableException("partition " + partition + ": nothing to read behind " + through);
            }
            through = before.through();
        }
        return new HistoryPage(page.after(), page.through(), page.timeMillis(), heard(page, latest));
    }

    private List<Publication> heard(HistoryPage page, Map<Digest, KeyedRecord> latest) {
        List<Publication> heard = new ArrayList<>(page.publications().size());
        for (Publication publication : page.publications()) {
            Optional<KeyedRecord> keyed = KeyedRecord.of(publication);
            if (keyed.isEmpty()) {
                heard.add(publication);
                continue;
            }
            KeyedRecord record = keyed.get();
            KeyedRecord before = latest.put(record.identity(), record);
            if (before == null || !record.isVoidAfter(before.offset(), before.timeMillis(), windowMillis)) {
                heard.add(publication.withoutKey());
            }
        }
        return heard;
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

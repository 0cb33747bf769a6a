package io.carillon.e2e.simulation;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.keys.JudgedHistory;
import java.util.ArrayList;
import java.util.List;

/** The log's past as owners read it: what is void, they have to find out by the real rule. */
final class SimPast implements LogHistory {

    private final SimLog log;
    private final JudgedHistory judged;

    SimPast(SimLog log) {
        this.log = log;
        this.judged = new JudgedHistory(this, SimLog.WINDOW_MILLIS);
    }

    /** What somebody wants to know of the past, without what is void. */
    interface Question<T> {
        T ask(LogHistory log) throws LogUnavailableException, InterruptedException;
    }

    /** Answers at once; letting time pass is for those who ask. */
    <T> T ask(Question<T> question) {
        try {
            return question.ask(judged);
        } catch (LogUnavailableException e) {
            throw new IllegalStateException("this log always answers", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing waits here", e);
        }
    }

    @Override
    public HistoryPage read(int partition, long after, long until, int maxBytes) {
        long begin = Math.clamp(log.start(partition) - 1, after, until);
        long through = Math.max(begin, Math.min(until, log.end(partition)));
        List<Publication> page = new ArrayList<>();
        int bytes = 0;
        for (Publication record : log.records(partition, after, until)) {
            if (!page.isEmpty() && bytes + record.weight() > maxBytes) {
                through = page.getLast().offset();
                break;
            }
            page.add(record);
            bytes += record.weight();
        }
        long lastMillis = page.isEmpty() ? 0 : page.getLast().timeMillis();
        return new HistoryPage(begin, through, lastMillis, page);
    }

    @Override
    public long offsetAtTime(int partition, long timeMillis) {
        return log.before(partition, timeMillis) + 1;
    }

    @Override
    public long earliest(int partition) {
        return log.start(partition);
    }

    @Override
    public long end(int partition) {
        return log.end(partition) + 1;
    }
}

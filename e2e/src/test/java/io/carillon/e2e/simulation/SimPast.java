package io.carillon.e2e.simulation;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.keys.JudgedHistory;
import java.util.List;

/** The log's past as owners read it: what is void, they have to find out by the real rule. */
final class SimPast implements LogHistory {

    private final SimLog log;
    private final JudgedHistory judged;

    SimPast(SimLog log) {
        this.log = log;
        this.judged = new JudgedHistory(this, SimLog.WINDOW_MILLIS);
    }

    /** Returns what readers can have of the range (after, until], without what is void. */
    List<Publication> heard(int partition, long after, long until) {
        if (after >= until) {
            return List.of();
        }
        try {
            return judged.read(partition, after, until, Integer.MAX_VALUE).publications();
        } catch (LogUnavailableException e) {
            throw new IllegalStateException("this log always answers", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing waits here", e);
        }
    }

    @Override
    public HistoryPage read(int partition, long after, long until, int maxBytes) {
        List<Publication> records = log.records(partition, after, until);
        long begin = Math.clamp(log.start(partition) - 1, after, until);
        long lastMillis = records.isEmpty() ? 0 : records.getLast().timeMillis();
        return new HistoryPage(begin, until, lastMillis, records);
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

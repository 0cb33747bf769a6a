package io.carillon.standalone.log;

import io.carillon.core.log.LogListener;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a listener hears. Called by the follower's thread, read by the test's. */
final class RecordingListener implements LogListener {

    /** What the log lost. */
    record Lost(int partition, long from, long to) {}

    private final List<Publication> publications = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();
    private long through = Long.MIN_VALUE;
    private long timeMillis;
    private int calls;

    @Override
    public synchronized void advanced(int partition, List<Publication> heard, long through, long timeMillis) {
        publications.addAll(heard);
        this.through = through;
        this.timeMillis = timeMillis;
        calls++;
    }

    @Override
    public synchronized void lost(int partition, long from, long to) {
        lost.add(new Lost(partition, from, to));
    }

    synchronized List<Publication> publications() {
        return List.copyOf(publications);
    }

    synchronized List<String> values() {
        return publications.stream().map(heard -> heard.value().toString()).toList();
    }

    synchronized List<Lost> lost() {
        return List.copyOf(lost);
    }

    /** Returns the end of what was heard of; {@code Long.MIN_VALUE} before the first call. */
    synchronized long through() {
        return through;
    }

    synchronized long timeMillis() {
        return timeMillis;
    }

    synchronized int calls() {
        return calls;
    }

    @Override
    public synchronized String toString() {
        return "through=%d timeMillis=%d calls=%d lost=%s values=%s"
                .formatted(through, timeMillis, calls, lost, values());
    }
}

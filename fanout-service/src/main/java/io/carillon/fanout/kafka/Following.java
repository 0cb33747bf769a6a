package io.carillon.fanout.kafka;

import io.carillon.core.log.LogListener;
import io.carillon.core.publication.Publication;
import java.util.List;

/**
 * Where the live reader stands in one partition, from its {@code own} to its {@code release}.
 *
 * <p>Threading: {@link #paused} is written by any thread; everything else belongs to the reader's thread.
 */
final class Following {

    /** The next offset while following begins at an end that is not known yet. */
    static final long AT_END = -1;

    private final int partition;
    private final LogListener listener;
    private volatile boolean paused;

    private long next;
    private long timeMillis;

    /**
     * @param next the first offset that is wanted, or {@link #AT_END}
     */
    Following(int partition, long next, LogListener listener) {
        this.partition = partition;
        this.next = next;
        this.listener = listener;
    }

    boolean isFor(LogListener other) {
        return listener.equals(other);
    }

    void pause(boolean pause) {
        paused = pause;
    }

    boolean paused() {
        return paused;
    }

    long next() {
        return next;
    }

    /** Takes the end of the log as the place to begin at, and tells the listener. */
    void beginAt(long end) {
        next = end;
        listener.advanced(partition, List.of(), end - 1, timeMillis);
    }

    /**
     * Tells the listener of what was read.
     *
     * @param newNext the offset to read next
     * @param lastMillis append time of the last record before it; 0 if it is not known
     * @param end what is known of the log's end
     */
    void advance(List<Publication> publications, long newNext, long lastMillis, LogWatch.End end) {
        long covered = Math.max(timeMillis, Math.max(lastMillis, coveredBy(end, newNext)));
        listener.advanced(partition, publications, newNext - 1, covered);
        // Only now, so that a listener that throws hears the same again.
        next = newNext;
        timeMillis = covered;
    }

    /** Tells the listener that the place is still the log's end, if that is known and news. */
    void tellProgress(LogWatch.End end) {
        if (next != AT_END && coveredBy(end, next) > timeMillis) {
            advance(List.of(), next, 0, end);
        }
    }

    /** Goes on elsewhere, and tells the listener what it misses. */
    void moveTo(long offset) {
        long from = next;
        next = offset;
        if (from != offset && from != AT_END) {
            listener.lost(partition, from, offset);
        }
    }

    /** Who has read up to the end that a broker named, has all that was appended before the broker was asked. */
    private static long coveredBy(LogWatch.End end, long next) {
        return next >= end.offset() ? end.askedAtMillis() : 0;
    }
}

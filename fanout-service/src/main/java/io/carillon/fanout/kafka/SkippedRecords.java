package io.carillon.fanout.kafka;

import io.carillon.core.time.Ticker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the records that are not publications, and names the first ones of every ten seconds in the log output, so that
 * an operator finds the producer, and a flood of broken records does not become a flood of lines.
 *
 * <p>Threading: the live reader's thread writes; counts may be read by any.
 */
public final class SkippedRecords {

    private static final System.Logger LOGGER = System.getLogger(SkippedRecords.class.getName());

    /** Most lines in one window. */
    static final int LINE_LIMIT = 10;

    /** How long a window is. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final Map<SkipReason, LongAdder> counts;
    private long windowStartNanos;
    private int lines;
    private long withheld;

    public SkippedRecords(Ticker ticker) {
        this.ticker = ticker;
        this.windowStartNanos = ticker.nanos();
        var zeros = new EnumMap<SkipReason, LongAdder>(SkipReason.class);
        for (SkipReason reason : SkipReason.values()) {
            zeros.put(reason, new LongAdder());
        }
        this.counts = zeros;
    }

    /** Returns how many records were skipped for a reason since the start. */
    public long count(SkipReason reason) {
        return counter(reason).sum();
    }

    private LongAdder counter(SkipReason reason) {
        return Objects.requireNonNull(counts.get(reason));
    }

    void note(int partition, long offset, SkipReason reason) {
        counter(reason).increment();
        turnWindow();
        if (lines < LINE_LIMIT) {
            lines++;
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "record skipped partition={0} offset={1} reason={2}",
                    partition,
                    Long.toString(offset),
                    reason.label());
        } else {
            withheld++;
        }
    }

    /** Says how many lines were withheld in a window that is over; called now and then, also when nothing is skipped. */
    void turnWindow() {
        long now = ticker.nanos();
        if (now - windowStartNanos < WINDOW.toNanos()) {
            return;
        }
        if (withheld > 0) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "records skipped without a line of their own count={0} within={1}s",
                    Long.toString(withheld),
                    WINDOW.toSeconds());
        }
        windowStartNanos = now;
        lines = 0;
        withheld = 0;
    }
}

package io.carillon.fanout.delivery;

import io.carillon.fanout.history.HistorySettings;
import io.carillon.fanout.keys.KeySettings;
import io.carillon.fanout.link.FeedLimits;
import java.time.Duration;

/**
 * Bounds and times of delivery.
 *
 * @param pumps how many threads deliver, from 1
 * @param commandLimit most commands in a pump's mailbox before links have to wait, from 1
 * @param backlogBytes publications of one partition that wait for its pump, as {@code Publication.weight()} counts them,
 *     before reading that partition pauses, from 1
 * @param history bounds of reading the past
 * @param report how often followers hear how far they are covered; at most one second, as edges expect
 * @param expectedEdges how many edges there are, so that subscriber counts are known once all have attached; 0 if unknown
 * @param settle how long after becoming owner the counts are unknown at most, from zero
 * @param keys bounds of idempotent publishing
 * @param feed bounds of each partition's feed
 */
public record DeliverySettings(
        int pumps,
        int commandLimit,
        long backlogBytes,
        HistorySettings history,
        Duration report,
        int expectedEdges,
        Duration settle,
        KeySettings keys,
        FeedLimits feed) {

    /** Longest interval of reports that edges put up with. */
    public static final Duration MAX_REPORT = Duration.ofSeconds(1);

    public DeliverySettings {
        if (pumps < 1 || commandLimit < 1 || backlogBytes < 1 || expectedEdges < 0) {
            throw new IllegalArgumentException("delivery settings out of range: pumps " + pumps + ", commandLimit "
                    + commandLimit + ", backlogBytes " + backlogBytes + ", expectedEdges " + expectedEdges);
        }
        if (!report.isPositive() || report.compareTo(MAX_REPORT) > 0) {
            throw new IllegalArgumentException("report: " + report + " (expected: > 0, at most " + MAX_REPORT + ")");
        }
        if (settle.isNegative()) {
            throw new IllegalArgumentException("settle: " + settle + " (expected: >= 0)");
        }
    }

    /**
     * Returns the usual settings: half of the processors, 8,192 commands, 8 MiB of backlog for a partition, reports
     * each 500 ms, counts known after 5 s.
     */
    public static DeliverySettings defaults() {
        return new DeliverySettings(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                8_192,
                8 << 20,
                HistorySettings.DEFAULT,
                Duration.ofMillis(500),
                0,
                Duration.ofSeconds(5),
                KeySettings.DEFAULT,
                FeedLimits.DEFAULT);
    }

    /** Returns these settings with another rule for when subscriber counts are known. */
    public DeliverySettings settling(int edges, Duration atMost) {
        return new DeliverySettings(pumps, commandLimit, backlogBytes, history, report, edges, atMost, keys, feed);
    }
}

package io.carillon.fanout.rpc;

import java.time.Duration;

/**
 * How links keep time, and how much may wait on them.
 *
 * @param heartbeat when nothing else was sent for this long, a heartbeat is; edges put up with less than their silence
 * @param silence an edge from which nothing came for this long is given up
 * @param grace how long a link that was ended may take to say goodbye; then its connection is cut
 * @param queueCount most messages that wait to be written, from 1
 * @param queueBytes most bytes of publications that wait to be written, as {@code Publication.weight()} counts them, from
 *     1. More than an edge gives credit for altogether (1 MiB for each partition), so that only one that does not read is cut
 */
public record LinkSettings(Duration heartbeat, Duration silence, Duration grace, int queueCount, long queueBytes) {

    /** Heartbeats each second, 5 s of silence, 1 s of grace, 65,536 messages or 128 MiB. */
    public static final LinkSettings DEFAULT =
            new LinkSettings(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(1), 65_536, 128 << 20);

    public LinkSettings {
        if (heartbeat.compareTo(silence) >= 0) {
            throw new IllegalArgumentException("heartbeat: " + heartbeat + " (expected: < silence, " + silence + ")");
        }
        if (queueCount < 1 || queueBytes < 1) {
            throw new IllegalArgumentException(
                    "queueCount: " + queueCount + ", queueBytes: " + queueBytes + " (expected: >= 1)");
        }
    }
}

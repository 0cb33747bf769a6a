package io.carillon.edge.link;

import java.time.Duration;

/**
 * How links keep time.
 *
 * @param heartbeat an edge that sent nothing for this long sends a heartbeat
 * @param silence a link that brought nothing for this long is given up; owners report at least each second
 * @param retryMin the shortest wait before a lost link is opened again
 * @param retryMax the longest; each wait is drawn between the two, so that edges do not come back in step
 */
public record LinkTiming(Duration heartbeat, Duration silence, Duration retryMin, Duration retryMax) {

    /** Heartbeats each second, 5 s of silence, 50 ms to 1 s before a new attempt. */
    public static final LinkTiming DEFAULT =
            new LinkTiming(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMillis(50), Duration.ofSeconds(1));

    public LinkTiming {
        if (heartbeat.compareTo(silence) >= 0 || retryMin.compareTo(retryMax) > 0) {
            throw new IllegalArgumentException("heartbeat " + heartbeat + ", silence " + silence + ", retry " + retryMin
                    + " to " + retryMax + " (expected: heartbeat < silence, retryMin <= retryMax)");
        }
    }
}

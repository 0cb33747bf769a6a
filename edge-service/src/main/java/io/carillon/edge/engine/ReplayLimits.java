package io.carillon.edge.engine;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How far the past gives way to what is live.
 *
 * @param leastBytesPerSecond how fast the sessions of a shard may read the past all together, however busy it is, from 1
 * @param delayTarget how much longer than in the best of times live events may be under way within the edge before the past
 *     is read more slowly, from 1 ns
 */
public record ReplayLimits(long leastBytesPerSecond, Duration delayTarget) {

    /** 1 MiB a second, some 5,000 small messages; 100 µs. */
    public static final ReplayLimits DEFAULT = new ReplayLimits(1 << 20, Duration.of(100, ChronoUnit.MICROS));

    public ReplayLimits {
        if (leastBytesPerSecond < 1 || delayTarget.compareTo(Duration.ofNanos(1)) < 0) {
            throw new IllegalArgumentException("leastBytesPerSecond: " + leastBytesPerSecond + ", delayTarget: "
                    + delayTarget + " (expected: >= 1 and >= 1 ns)");
        }
    }
}

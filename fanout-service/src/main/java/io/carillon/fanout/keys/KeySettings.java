package io.carillon.fanout.keys;

import java.time.Duration;

/**
 * Bounds of idempotent publishing at an owner.
 *
 * @param window for how long a key is known, the same for all nodes. {@code push.idempotency.window.duration}
 * @param keyLimit most keys that this node remembers, from 0. {@code push.idempotency.keys.limit}
 */
public record KeySettings(Duration window, long keyLimit) {

    /** 10 minutes; 250,000 keys, which take about 50 MB. */
    public static final KeySettings DEFAULT = new KeySettings(Duration.ofMinutes(10), 250_000);

    public KeySettings {
        if (!window.isPositive()) {
            throw new IllegalArgumentException("window: " + window + " (expected: > 0)");
        }
        if (keyLimit < 0) {
            throw new IllegalArgumentException("keyLimit: " + keyLimit + " (expected: >= 0)");
        }
    }
}

package io.carillon.standalone.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a client waits before it opens another stream, so that many who lost the same edge do not come back as one.
 *
 * <p>For one subscriber.
 */
final class Comeback {

    /** Holds until the service advises something else. */
    static final Duration DEFAULT_WAIT = Duration.ofSeconds(3);

    /** No wait is longer, however often it failed and whatever the service advises. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration advice = DEFAULT_WAIT;
    private int failures;

    Comeback(RandomGenerator random) {
        this.random = random;
    }

    /** Takes the service's advice. */
    void advised(Duration wait) {
        advice = wait;
    }

    /** Notes that a stream works. */
    void heard() {
        failures = 0;
    }

    /**
     * Returns the wait after a stream that was lost, or that could not be opened: from half of the advice to all of it, and
     * twice as long with each stream in a row that brought nothing.
     */
    Duration afterLoss() {
        Duration wait = advice;
        for (int i = 0; i < failures && wait.compareTo(LONGEST_WAIT) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        failures++;
        long longest = Math.min(wait.toMillis(), LONGEST_WAIT.toMillis());
        return Duration.ofMillis(random.nextLong(longest / 2, longest + 1));
    }
}

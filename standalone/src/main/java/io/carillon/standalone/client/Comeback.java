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

    /** No wait is longer, whatever the service advises: somebody sits at the terminal. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration advice = DEFAULT_WAIT;

    Comeback(RandomGenerator random) {
        this.random = random;
    }

    /** Takes the service's advice. */
    void advised(Duration wait) {
        advice = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** Returns the wait after a stream that was lost, or that could not be opened: from half of the advice to all of it. */
    Duration afterLoss() {
        long longest = advice.toMillis();
        return Duration.ofMillis(random.nextLong(longest / 2, longest + 1));
    }
}

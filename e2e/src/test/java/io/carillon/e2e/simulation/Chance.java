package io.carillon.e2e.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All that is random in one simulation, from one seed. */
final class Chance {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Returns true in so many cases out of 1. */
    boolean in(double probability) {
        return random.nextDouble() < probability;
    }

    /** Returns a number, both bounds included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Returns a time in nanoseconds, given bounds in milliseconds. */
    long millis(long least, long most) {
        return random.nextLong(least * NANOS_PER_MILLI, most * NANOS_PER_MILLI + 1);
    }

    <T> T pick(List<T> candidates) {
        return candidates.get(random.nextInt(candidates.size()));
    }

    /** Returns a generator for a part of the world that draws by itself. */
    RandomGenerator split() {
        return random.split();
    }
}

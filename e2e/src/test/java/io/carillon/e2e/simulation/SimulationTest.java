package io.carillon.e2e.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Lives through many schedules, each made from one seed, and checks everything that must always hold.
 *
 * <p>{@code -Dcarillon.simulation.seeds=N} says how many; {@code -Dcarillon.seed=N} replays one.
 */
class SimulationTest {

    private static final String SEED = "carillon.seed";
    private static final String SEEDS = "carillon.simulation.seeds";
    private static final int DEFAULT_SEEDS = 1_000;
    private static final int TRACE_LINES = 150;

    private final LongAdder steps = new LongAdder();
    private final LongAdder heard = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final LongAdder historyReads = new LongAdder();
    private final LongAdder replays = new LongAdder();
    private final LongAdder verdicts = new LongAdder();
    private final LongAdder fenced = new LongAdder();
    private final LongAdder changes = new LongAdder();

    @Test
    void everythingThatMustHoldHoldsUnderEverySchedule() {
        String seed = System.getProperty(SEED);
        if (seed != null) {
            replay(Long.parseLong(seed));
            return;
        }
        int seeds = Integer.getInteger(SEEDS, DEFAULT_SEEDS);
        long begun = System.nanoTime();

        LongStream.rangeClosed(1, seeds).parallel().forEach(this::live);

        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "simulation: %d schedules in %.1f s (%.0f/s), %.1f million steps (%.2f million/s), %d connections, "
                        + "%d events heard, %d reads of history, %d replays, %d changes of subscriptions, %d verdicts on keys, "
                        + "%d fenced messages%n",
                seeds,
                seconds,
                seeds / seconds,
                steps.sum() / 1e6,
                steps.sum() / 1e6 / seconds,
                connections.sum(),
                heard.sum(),
                historyReads.sum(),
                replays.sum(),
                changes.sum(),
                verdicts.sum(),
                fenced.sum());
    }

    @Test
    void theSameSeedIsTheSameScheduleToTheLastStep() {
        var first = new World(7, Integer.MAX_VALUE);
        var second = new World(7, Integer.MAX_VALUE);

        first.run();
        second.run();

        assertThat(first.trace.toString()).isNotEmpty().isEqualTo(second.trace.toString());
    }

    private void live(long seed) {
        var world = new World(seed, 0);
        try {
            world.run();
        } catch (RuntimeException | AssertionError _) {
            replay(seed);
            throw new IllegalStateException("seed " + seed + " failed once, and not again: something is not seeded");
        }
        steps.add(world.agenda.steps());
        heard.add(world.heard);
        connections.add(world.connections);
        historyReads.add(world.historyReads);
        replays.add(world.replays);
        verdicts.add(world.verdicts);
        fenced.add(world.fenced);
        changes.add(world.changes);
    }

    /** Lives through a schedule again, and tells what happened last if it fails. */
    static void replay(long seed) {
        @Nullable World world = null;
        try {
            world = new World(seed, TRACE_LINES);
            world.run();
        } catch (RuntimeException | AssertionError e) {
            String trace = world == null ? "" : world.trace.toString();
            throw new AssertionError(
                    "seed " + seed + ": " + e.getMessage() + "\nlast steps:\n" + trace
                            + "\nreplay: mvn -pl e2e -am test -Dtest=SimulationTest -D" + SEED + "=" + seed
                            + " -Dsurefire.failIfNoSpecifiedTests=false",
                    e);
        }
    }
}

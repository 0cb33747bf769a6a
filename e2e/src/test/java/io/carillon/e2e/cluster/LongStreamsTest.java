package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams that go on for longer than any one connection. */
@OnCluster
@Tag("long")
class LongStreamsTest {

    private static final int CHANNELS = 8;
    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void n17AStreamGoesOnOverPlannedReconnectsForTenMinutes(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster, CHANNELS, Duration.ofMillis(500))) {
            long begin = System.nanoTime();

            Eventually.within(LONG.plusMinutes(2))
                    .observing(cluster::state)
                    .until("ten minutes", () -> System.nanoTime() - begin > LONG.toNanos());

            trial.end();
            // A connection lives for two to three minutes.
            assertThat(trial.clients()).allMatch(client -> client.connections() > 3);
        }
    }
}

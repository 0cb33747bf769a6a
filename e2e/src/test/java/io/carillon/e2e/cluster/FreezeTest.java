package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.time.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An owner that stands still while others take over, and wakes up in the belief that nothing has happened. */
@OnCluster
@Tag("long")
class FreezeTest {

    private static final Duration FROZEN = Duration.ofSeconds(10);

    @Test
    void whatAZombieSendsIsDropped(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            ClusterNode owner = cluster.owner(false);
            Deadline thawing = Deadline.in(FROZEN);

            owner.pause();
            cluster.eventually()
                    .until(
                            "that others own what it owned",
                            () -> cluster.page().partitions().stream()
                                    .noneMatch(partition -> partition.owner().equals(owner.name())));
            cluster.eventually().until("ten seconds", thawing::hasPassed);
            owner.proceed();
            trial.awaitProgress(3);

            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
        }
    }
}

package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.NumberedLoad;
import io.carillon.testkit.time.Deadline;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The log out of reach, for moments and for minutes, alone and with everybody else. */
@OnCluster
@Tag("long")
class LogOutageTest {

    @Test
    void p31AndN15PublishersAreToldWhileTheLogIsAwayAndAllGoesOnWhenItIsBack(Cluster cluster)
            throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            outage(cluster, trial, Duration.ofSeconds(10));

            trial.awaitProgress(2);

            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
            assertThat(trial.load().attempts().stream()
                            .map(NumberedLoad.Attempt::status)
                            .distinct())
                    .isSubsetOf(202, 503, 504)
                    .contains(202, 503);
        }
    }

    @Test
    void n16AnOutageOfTwoMinutesNeedsNobodyToInterveneEither(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            outage(cluster, trial, Duration.ofSeconds(125));

            trial.awaitProgress(2);

            trial.end();
        }
    }

    /** N15: the leader changes while the log is away. */
    private static void outage(Cluster cluster, Trial trial, Duration length) {
        Deadline end = Deadline.in(length);
        cluster.kafka().kill();
        Eventually.within(Duration.ofSeconds(10))
                .observing(cluster::state)
                .until("an ingest that is not ready", () -> cluster.ingest().readiness() == 503);
        ClusterNode leader = cluster.leader();
        leader.kill();
        leader.start();
        cluster.eventually()
                .until(
                        "a publisher that is told",
                        () -> trial.load().attempts().stream().anyMatch(attempt -> attempt.status() == 503));
        Eventually.within(length.plus(Duration.ofSeconds(10))).until("the end of the outage", end::hasPassed);
        cluster.kafka().start();
        cluster.awaitReady(List.of(cluster.ingest()));
        cluster.awaitReady(cluster.fanouts());
    }

    @Test
    void n23EverythingMayStopAndStartAgain(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            List<ClusterNode> all = new ArrayList<>(cluster.fanouts());
            all.forEach(ClusterNode::terminate);
            all.forEach(node -> assertThat(node.awaitExit()).isIn(0, 143));
            assertThat(cluster.kafka().stop()).isIn(0, 143);

            all.forEach(ClusterNode::start);
            cluster.kafka().start();
            cluster.awaitReady(all);
            var _ = cluster.awaitOwners();
            trial.awaitProgress(2);

            trial.end();
        }
    }
}

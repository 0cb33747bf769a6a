package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Leaders that change, and quorums that are lost. */
@OnCluster
class QuorumTest {

    @Test
    void n20WithoutQuorumAnOwnerServesOnAndSaysThatItIsNotReady(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            List<ClusterNode> gone = new ArrayList<>(cluster.fanouts());
            ClusterNode last = gone.removeFirst();

            gone.forEach(ClusterNode::pause);

            cluster.eventually().until("not ready without quorum", () -> last.readiness() == 503);
            assertThat(cluster.ingest().readiness()).isEqualTo(200);
            assertThat(cluster.edges()).allMatch(edge -> edge.readiness() == 200);
            String kept = channelOf(trial, cluster, last);
            int before = accepted(trial, kept);
            cluster.eventually()
                    .until("publications of the last owner's channels", () -> accepted(trial, kept) > before + 2);
            cluster.eventually()
                    .until(
                            "that they are heard",
                            () -> trial.clients().stream()
                                    .filter(client -> client.channels().contains(kept))
                                    .allMatch(client -> client.numbers(kept).size() > before));
            gone.forEach(ClusterNode::proceed);
            trial.awaitProgress(2);
            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
        }
    }

    @Test
    @Tag("long")
    void n22ALeaderMayChangeWithoutAnyRestartAndNoClientNotices(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            ClusterNode leader = cluster.leader();

            leader.pause();
            cluster.eventually()
                    .until(
                            "another leader",
                            () -> cluster.pages().stream()
                                    .allMatch(page -> !page.leader().isEmpty()
                                            && !page.leader().equals(leader.name())));
            leader.proceed();
            trial.awaitProgress(2);

            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
        }
    }

    private static int accepted(Trial trial, String channel) {
        return trial.load().accepted(channel).size();
    }

    /** Returns a channel of a partition that a node owns. */
    private static String channelOf(Trial trial, Cluster cluster, ClusterNode owner) {
        List<Integer> owned = cluster.page().partitions().stream()
                .filter(partition -> partition.owner().equals(owner.name()))
                .map(partition -> partition.number())
                .toList();
        return trial.clients().stream()
                .flatMap(client -> client.channels().stream())
                .filter(channel -> trial.load().accepted(channel).stream()
                        .anyMatch(attempt ->
                                owned.contains(attempt.receipt().position().partition())))
                .findFirst()
                .orElseThrow();
    }
}

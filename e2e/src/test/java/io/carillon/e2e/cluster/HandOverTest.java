package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.standalone.cluster.ClusterPage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SIGTERM: a node hands over what it owns and leaves, and comes back as if nothing had been. */
@OnCluster
class HandOverTest {

    @Test
    void n02AndN05ALeaderThatLeavesHandsItsPartitionsOverAndIsNoMemberAnyMore(Cluster cluster)
            throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            ClusterNode leader = cluster.leader();

            assertThat(leader.stop()).isIn(0, 143);
            trial.awaitProgress(2);

            cluster.eventually().passes("two members", () -> {
                Set<String> active = cluster.page().members().stream()
                        .filter(member ->
                                member.state().isEmpty() || member.state().equalsIgnoreCase("active"))
                        .map(ClusterPage.Member::id)
                        .collect(Collectors.toSet());
                assertThat(active).hasSize(2).doesNotContain(leader.name());
            });
            assertThat(cluster.page().partitions())
                    .noneMatch(partition -> partition.owner().equals(leader.name()));
            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
        }
    }

    @Test
    @Tag("long")
    void p29EdgesMayLeaveOneAfterTheOtherAndTheirClientsGoOnElsewhere(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            for (ClusterNode edge : cluster.edges()) {
                assertThat(edge.stop()).isIn(0, 143);
                trial.awaitProgress(2);
                edge.start();
                cluster.awaitReady(List.of(edge));
            }

            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() > 1);
        }
    }

    @Test
    @Tag("long")
    void allNodesMayBeRestartedOneAfterTheOther(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            for (ClusterNode node : cluster.fanouts()) {
                assertThat(node.stop()).isIn(0, 143);
                node.start();
                cluster.awaitReady(cluster.fanouts());
                ClusterPage _ = cluster.awaitOwners();
                trial.awaitProgress(2);
            }

            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
        }
    }

    @Test
    @Tag("long")
    void n14AFourthNodeMayJoinUnderLoadAndIsGivenItsShare(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            cluster.newcomer().start();

            cluster.eventually()
                    .until(
                            "that the newcomer owns partitions",
                            () -> cluster.page().partitions().stream()
                                    .anyMatch(partition -> partition
                                            .owner()
                                            .equals(cluster.newcomer().name())));
            trial.awaitProgress(2);
            assertThat(cluster.newcomer().stop()).isIn(0, 143);
            trial.awaitProgress(2);

            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
        }
    }
}

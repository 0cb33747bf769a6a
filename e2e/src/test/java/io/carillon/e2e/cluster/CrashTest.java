package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** kill -9 of any one process under load: no acknowledged message is lost, and who stayed connected stays so. */
@OnCluster
class CrashTest {

    @Test
    void anOwnerMayCrash(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            ClusterNode owner = cluster.owner(false);

            owner.kill();
            trial.awaitProgress(2);

            assertThat(cluster.page().partitions())
                    .noneMatch(partition -> partition.owner().equals(owner.name()));
            owner.start();
            trial.awaitProgress(1);
            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
        }
    }

    @Test
    void n10TheLeaderWithItsPartitionsMayCrash(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            ClusterNode leader = cluster.leader();

            leader.kill();
            trial.awaitProgress(2);

            assertThat(cluster.leader()).isNotEqualTo(leader);
            leader.start();
            trial.awaitProgress(1);
            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
        }
    }

    @Test
    void anEdgeMayCrashAndItsClientsGoOnAtAnother(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            cluster.edges().getFirst().kill();

            trial.awaitProgress(2);

            trial.end();
            assertThat(trial.clients()).extracting(ReturningClient::connections).contains(1, 2);
        }
    }

    @Test
    void theIngestMayCrashAndNoSubscriberNotices(Cluster cluster) throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            cluster.ingest().kill();
            cluster.ingest().start();

            trial.awaitProgress(2);

            trial.end();
            assertThat(trial.clients()).allMatch(client -> client.connections() == 1);
        }
    }
}

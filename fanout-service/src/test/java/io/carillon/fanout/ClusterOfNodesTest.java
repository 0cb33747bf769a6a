package io.carillon.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.table.PartitionTable;
import io.carillon.testkit.wait.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes with real Raft on disk. */
class ClusterOfNodesTest {

    private static final Map<String, String> QUICK = Map.of(
            "push.ownership.settle.duration", "500ms",
            "push.ownership.balance.duration", "500ms",
            "push.ownership.balance.pause.duration", "500ms");

    @TempDir
    private Path folder;

    @Test
    @Tag("long")
    void shareThePartitionsEvenlyWithoutMovingAnyOfThemAndTellHowFarTheyAre() throws InterruptedException {
        try (var cluster = NodeCluster.ofThree(folder, Map.of()).startAll()) {
            cluster.awaitOwners("node-0", "node-1", "node-2");

            assertThat(cluster.epochs("node-0").stream().distinct()).hasSize(1);
            assertThat(cluster.node("node-1").cluster()).containsKeys("leader", "voters", "members", "partitions");
            Eventually.within(NodeCluster.PATIENCE)
                    .observing(() -> cluster.node("node-0").cluster())
                    .passes("all nodes know of all partitions", () -> {
                        for (FanoutNode node : cluster.running().values()) {
                            List<?> partitions = (List<?>) node.cluster().getOrDefault("partitions", List.of());
                            assertThat(partitions)
                                    .hasSize(6)
                                    .allSatisfy(partition -> assertThat(String.valueOf(partition))
                                            .contains("through=", "followers=", "lag="));
                        }
                    });
        }
    }

    @Test
    void takeOverFromANodeThatIsGoneAndRefuseItWhenItHasForgottenItsVote() throws InterruptedException, IOException {
        try (var cluster = NodeCluster.ofThree(folder, QUICK).startAll()) {
            cluster.awaitOwners("node-0", "node-1", "node-2");
            String leader = cluster.awaitLeader();
            String victim = others(cluster, leader).getFirst();
            PartitionTable before = cluster.table(leader);

            cluster.kill(victim);

            cluster.awaitOwners(cluster.running().keySet().toArray(String[]::new));
            PartitionTable after = cluster.table(leader);
            for (int i = 0; i < before.partitions().size(); i++) {
                PartitionTable.Entry entry = before.partitions().get(i);
                boolean orphaned = entry.serving().equals(List.of(victim));
                assertThat(after.partitions().get(i).epoch()).isEqualTo(entry.epoch() + (orphaned ? 1 : 0));
            }

            // Its vote would count twice if it came back without what it has written.
            wipe(folder.resolve(victim));
            assertThatThrownBy(() -> cluster.start(victim))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("push.raft.data: there is nothing in " + folder.resolve(victim) + ", but "
                            + victim + " has a vote.")
                    .hasMessageEndingWith("start it under another push.node.id: that gets the vote of " + victim
                            + " after push.raft.replace.duration");
        }
    }

    @Test
    void goOnUnderAnotherLeaderWhenTheLeaderIsGone() throws InterruptedException {
        try (var cluster = NodeCluster.ofThree(folder, QUICK).startAll()) {
            cluster.awaitOwners("node-0", "node-1", "node-2");
            String leader = cluster.awaitLeader();

            cluster.kill(leader);

            assertThat(cluster.awaitLeader()).isNotEqualTo(leader);
            cluster.awaitOwners(cluster.running().keySet().toArray(String[]::new));
        }
    }

    @Test
    void moveEverythingAwayFromANodeThatLeaves() throws InterruptedException {
        try (var cluster = NodeCluster.ofThree(folder, QUICK).startAll()) {
            cluster.awaitOwners("node-0", "node-1", "node-2");
            cluster.node("node-1").drain(Duration.ofSeconds(30));

            cluster.awaitOwners("node-0", "node-2");
        }
    }

    @Test
    void comeBackFromDiskWithGreaterEpochs() throws InterruptedException {
        try (var cluster = NodeCluster.ofThree(folder, QUICK).startAll()) {
            cluster.awaitOwners("node-0", "node-1", "node-2");
            List<Long> before = cluster.epochs("node-0");
            cluster.killAll();

            cluster.startAll();

            Eventually.within(NodeCluster.PATIENCE).passes("all epochs have grown", () -> {
                List<Long> after = cluster.epochs("node-0");
                for (int i = 0; i < before.size(); i++) {
                    assertThat(after.get(i)).isGreaterThan(before.get(i));
                }
            });
            cluster.awaitOwners("node-0", "node-1", "node-2");
        }
    }

    private static void wipe(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void takeANodeWithoutAVoteInAndGiveItTheVoteOfOneThatIsGone() throws InterruptedException {
        Map<String, String> settings = new HashMap<>(QUICK);
        settings.put("push.raft.replace.duration", "1s");
        // So few that the newcomer cannot be told entry by entry, but needs a snapshot.
        settings.put("push.raft.snapshot.entries", "5");
        try (var cluster = new NodeCluster(folder, 6, settings, 4, 3)) {
            cluster.start("node-0", "node-1", "node-2");
            cluster.awaitOwners("node-0", "node-1", "node-2");
            cluster.start("node-3");
            cluster.awaitOwners("node-0", "node-1", "node-2", "node-3");
            assertThat(cluster.voters("node-0")).doesNotContain("node-3");

            String victim = others(cluster, cluster.awaitLeader()).getFirst();
            cluster.kill(victim);

            List<String> left = List.copyOf(cluster.running().keySet());
            Eventually.within(NodeCluster.PATIENCE)
                    .observing(() -> cluster.voters("node-3"))
                    .until("node-3 has the vote", () -> cluster.voters("node-3").equals(left));
            cluster.awaitOwners(left.toArray(String[]::new));
            // One of the old voters may go now, since the new one counts.
            cluster.kill(others(cluster, "node-3").getFirst());
            cluster.awaitOwners(cluster.running().keySet().toArray(String[]::new));
        }
    }

    private static List<String> others(NodeCluster cluster, String id) {
        return cluster.running().keySet().stream()
                .filter(other -> !other.equals(id))
                .toList();
    }
}

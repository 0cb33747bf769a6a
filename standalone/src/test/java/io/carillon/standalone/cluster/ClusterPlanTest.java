package io.carillon.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterPlanTest {

    private static final Jvm JVM = new Jvm(List.of("-Da=b"), "classes");

    @Test
    void namesWhatThereIsInTheOrderInWhichItIsStarted() {
        ClusterPlan plan = plan(3, Optional.of(Path.of("/bin/consul")));

        assertThat(plan.nodes())
                .extracting(NodePlan::name)
                .containsExactly("kafka", "consul", "fanout-1", "fanout-2", "fanout-3", "edge-1", "edge-2", "ingest-1");
    }

    @Test
    void givesEachPortOnce() {
        List<Integer> ports = plan(3, Optional.of(Path.of("/bin/consul"))).nodes().stream()
                .flatMap(node -> node.ports().values().stream())
                .toList();

        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port >= 9100);
    }

    @Test
    void tellsEverybodyWhereConsulIsAndHowManyFoundTheCluster() {
        ClusterPlan plan = plan(4, Optional.of(Path.of("/bin/consul")));

        assertThat(plan.of(NodeKind.EDGE).getFirst().command())
                .contains("-Dpush.discovery=consul", "-Dpush.consul.url=http://127.0.0.1:9102", "-Dpush.raft.expect=3")
                .noneMatch(argument -> argument.startsWith("-Dpush.mesh.peers="));
    }

    @Test
    void listsTheNodesWhereThereIsNoConsul() {
        ClusterPlan plan = plan(3, Optional.empty());

        assertThat(plan.of(NodeKind.FANOUT).getLast().command())
                .contains(
                        "-Dpush.mesh.peers=127.0.0.1:9102,127.0.0.1:9105,127.0.0.1:9108",
                        "-Dpush.raft.peers=fanout-1@127.0.0.1:9103,fanout-2@127.0.0.1:9106,fanout-3@127.0.0.1:9109",
                        "-Dpush.node.id=fanout-3",
                        "-Dpush.mesh.port=9108",
                        "-Dpush.raft.port=9109");
    }

    @Test
    void hasASettingOfTheUsersWin() {
        ClusterPlan plan = ClusterPlan.of(
                new ClusterOptions(
                        Path.of("/data"), 1, 1, 1, 4, Optional.empty(), Map.of("push.drain.limit.duration", "1s")),
                JVM,
                PlannedPorts.from(9100));

        assertThat(plan.of(NodeKind.INGEST).getFirst().command())
                .contains("-Dpush.drain.limit.duration=1s", "-Da=b")
                .doesNotContain("-Dpush.drain.limit.duration=5s");
    }

    @Test
    void refusesPortsThatThereAreNot() {
        var ports = PlannedPorts.from(65_535);
        int _ = ports.getAsInt();

        assertThatThrownBy(ports::getAsInt).hasMessage("first port: 65535 (expected: room for all processes above it)");
    }

    private static ClusterPlan plan(int fanouts, Optional<Path> consul) {
        return ClusterPlan.of(
                new ClusterOptions(Path.of("/data"), fanouts, 2, 1, 4, consul, Map.of()), JVM, PlannedPorts.from(9100));
    }
}

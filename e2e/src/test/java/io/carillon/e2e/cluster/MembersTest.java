package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.standalone.cluster.ClusterPage;
import io.carillon.testkit.client.HttpReply;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an operator sees of a cluster at rest. */
@OnCluster
class MembersTest {

    @Test
    void n03EveryNodeTellsTheSameMembersWithOneLeader(Cluster cluster) {
        // A node that has just come back hears of what was agreed on a moment after the others.
        cluster.eventually().passes("every node tells the same", () -> {
            List<ClusterPage> pages = cluster.pages();
            assertThat(pages).hasSize(Cluster.FANOUTS);
            assertThat(pages)
                    .extracting(page -> page.members().stream()
                            .collect(Collectors.toMap(ClusterPage.Member::id, ClusterPage.Member::address)))
                    .containsOnly(cluster.fanouts().stream()
                            .collect(Collectors.toMap(
                                    ClusterNode::name,
                                    node -> "127.0.0.1:" + node.plan().port("mesh"))));
            assertThat(pages)
                    .extracting(ClusterPage::leader)
                    .containsOnly(cluster.leader().name());
        });
    }

    @Test
    void n04LivenessTellsHostVersionAndWhoLeads(Cluster cluster) {
        ClusterNode leader = cluster.leader();

        for (ClusterNode node : cluster.fanouts()) {
            HttpReply liveness = node.ask("/liveness").orElseThrow();
            assertThat(liveness.status()).isEqualTo(200);
            assertThat(liveness.text())
                    .contains("\"status\":", "\"hostname\":", "\"version\":")
                    .contains("\"leader\":" + node.equals(leader));
        }
    }

    @Test
    void partitionsAreSpreadEvenlyOverTheNodes(Cluster cluster) {
        cluster.eventually().passes("a balanced table", () -> {
            List<Long> owned = cluster.page().partitions().stream()
                    .collect(Collectors.groupingBy(ClusterPage.Partition::owner, Collectors.counting()))
                    .values()
                    .stream()
                    .sorted()
                    .toList();
            assertThat(owned).hasSize(Cluster.FANOUTS);
            assertThat(owned.getLast() - owned.getFirst()).isLessThanOrEqualTo(1);
        });
    }
}

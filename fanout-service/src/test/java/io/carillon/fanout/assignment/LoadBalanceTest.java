package io.carillon.fanout.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two nodes: "a" owns the partitions 0 and 1, "b" owns 2 and 3. */
class LoadBalanceTest {

    private static final Generation LOG = new Generation("00000log", 4);

    private final Cluster cluster = cluster(1);

    private static Cluster cluster(int weightOfA) {
        Cluster cluster = Cluster.EMPTY;
        List<Command> commands = List.of(
                new Command.Found(LOG, 1_000),
                new Command.Register("a", 1, "a", "a", "", weightOfA, LOG.id(), ""),
                new Command.Register("b", 1, "b", "b", "", 1, LOG.id(), ""),
                new Command.Activate("a", 2),
                new Command.Activate("b", 3),
                new Command.Assign(List.of(
                        new Command.Grant(0, 0, "a", 2),
                        new Command.Grant(1, 0, "a", 2),
                        new Command.Grant(2, 0, "b", 3),
                        new Command.Grant(3, 0, "b", 3))));
        for (int i = 0; i < commands.size(); i++) {
            cluster = cluster.apply(i + 1, commands.get(i)).cluster();
        }
        return cluster;
    }

    @Test
    void findsTheNodeThatIsFarAboveTheMean() {
        assertThat(busy(Map.of(0, 131.0, 2, 69.0))).isEqualTo("a");
        assertThat(busy(Map.of(0, 130.0, 2, 70.0))).isEqualTo("nobody");
    }

    @Test
    void findsNobodyBusyWhereThereIsLittleToDo() {
        assertThat(busy(Map.of(0, 199.0))).isEqualTo("nobody");
        assertThat(busy(Map.of(0, 200.0))).isEqualTo("a");
    }

    @Test
    void countsByWeight() {
        Map<Integer, Double> loads = Map.of(0, 2_000.0, 2, 1_000.0);

        assertThat(LoadBalance.tooBusy(cluster(2), loads, Set.of())).isEmpty();
        assertThat(LoadBalance.tooBusy(cluster, loads, Set.of())).hasValue("a");
    }

    @Test
    void exchangesWhatMakesBothAsBusyAsCanBe() {
        Map<Integer, Double> loads = Map.of(0, 900.0, 1, 600.0, 2, 300.0, 3, 0.0);

        assertThat(LoadBalance.exchange(cluster, "a", loads, Set.of()))
                .hasValue(new LoadBalance.Exchange(0, "a", 2, "b"));
    }

    @Test
    void exchangesNothingWhereOnePartitionIsAllThereIsToDo() {
        assertThat(LoadBalance.exchange(cluster, "a", Map.of(0, 1_000.0), Set.of()))
                .isEmpty();
    }

    private String busy(Map<Integer, Double> loads) {
        return LoadBalance.tooBusy(cluster, loads, Set.of()).orElse("nobody");
    }
}

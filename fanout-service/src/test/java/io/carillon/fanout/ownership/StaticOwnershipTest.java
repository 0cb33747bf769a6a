package io.carillon.fanout.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import io.carillon.core.table.PartitionTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StaticOwnershipTest {

    private static final PartitionTable.Entry OURS = new PartitionTable.Entry(1_234, List.of("node-1"));

    private final Generation generation = Generation.of("log", 2);
    private final PartitionTable table =
            new PartitionTable(1_234, generation, List.of(OURS, OURS), Map.of("node-1", "host:9090"));
    private final StaticOwnership ownership =
            new StaticOwnership("node-1", generation, InstantSource.fixed(Instant.ofEpochMilli(1_234)));
    private final List<PartitionTable> told = new ArrayList<>();

    @Test
    void hasNoTableUntilTheNodeCanBeReached() {
        assertThat(ownership.current()).isEmpty();
    }

    @Test
    void givesAllPartitionsToTheNodeAtTheTimeOfItsStart() {
        ownership.begin("host:9090");

        assertThat(ownership.current()).contains(table);
    }

    @Test
    void tellsThoseWhoWatchAlready() {
        try (var _ = ownership.watch(told::add)) {
            ownership.begin("host:9090");
        }

        assertThat(told).containsExactly(table);
    }

    @Test
    void tellsThoseWhoBeginToWatchLater() {
        ownership.begin("host:9090");

        try (var _ = ownership.watch(told::add)) {
            assertThat(told).containsExactly(table);
        }
    }

    @Test
    void tellsNobodyWhoseWatchHasEnded() {
        ownership.watch(told::add).close();

        ownership.begin("host:9090");

        assertThat(told).isEmpty();
    }
}

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

    private final Generation generation = Generation.of("log", 2);
    private final StaticOwnership ownership =
            new StaticOwnership("node-1", "host:9090", generation, InstantSource.fixed(Instant.ofEpochMilli(1_234)));

    @Test
    void givesAllPartitionsToTheNodeAtTheTimeOfItsStart() {
        var ours = new PartitionTable.Entry(1_234, List.of("node-1"));

        assertThat(ownership.current())
                .contains(new PartitionTable(1_234, generation, List.of(ours, ours), Map.of("node-1", "host:9090")));
    }

    @Test
    void tellsAWatcherTheTableAtOnce() {
        List<PartitionTable> told = new ArrayList<>();

        try (var _ = ownership.watch(told::add)) {
            assertThat(told).containsExactly(ownership.current().orElseThrow());
        }
    }
}

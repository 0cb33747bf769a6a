package io.carillon.fanout.ownership;

import io.carillon.core.position.Generation;
import io.carillon.core.table.PartitionTable;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Ownership where there is nobody to share with: one node owns all partitions, from its start to its end.
 *
 * <p>Epoch and version of the table are the time of the start in milliseconds, so that they grow with every restart
 * without anything being stored; for this the clock must not be set back while the node is down.
 */
public final class StaticOwnership implements TableSource {

    private final PartitionTable table;

    /**
     * Makes the table of a node that starts now.
     *
     * @param nodeId id of the node
     * @param address {@code host:port} of its mesh listener, as edges can reach it
     * @param generation the log whose partitions it owns
     * @param clock tells the time of the start
     */
    public StaticOwnership(String nodeId, String address, Generation generation, InstantSource clock) {
        long startMillis = clock.millis();
        var ours = new PartitionTable.Entry(startMillis, List.of(nodeId));
        this.table = new PartitionTable(
                startMillis,
                generation,
                Collections.nCopies(generation.partitionCount(), ours),
                Map.of(nodeId, address));
    }

    @Override
    public Optional<PartitionTable> current() {
        return Optional.of(table);
    }

    @Override
    public Watch watch(Consumer<PartitionTable> listener) {
        listener.accept(table);
        return () -> {};
    }
}

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

    private final String nodeId;
    private final Generation generation;
    private final long startMillis;

    private final Newest<PartitionTable> tables = new Newest<>(PartitionTable::version);

    /**
     * Makes the ownership of a node that starts now; there is no table yet.
     *
     * @param nodeId id of the node
     * @param generation the log whose partitions it owns
     * @param clock tells the time of the start
     */
    public StaticOwnership(String nodeId, Generation generation, InstantSource clock) {
        this.nodeId = nodeId;
        this.generation = generation;
        this.startMillis = clock.millis();
    }

    /**
     * Owns all partitions from now on.
     *
     * @param address {@code host:port} of the node's mesh listener, as edges reach it
     */
    public void begin(String address) {
        var ours = new PartitionTable.Entry(startMillis, List.of(nodeId));
        tables.offer(new PartitionTable(
                startMillis,
                generation,
                Collections.nCopies(generation.partitionCount(), ours),
                Map.of(nodeId, address)));
    }

    @Override
    public Optional<PartitionTable> current() {
        return tables.current();
    }

    @Override
    public Watch watch(Consumer<PartitionTable> listener) {
        return tables.watch(listener);
    }
}

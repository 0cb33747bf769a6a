package io.carillon.runtime.mesh;

import io.carillon.core.position.Generation;
import io.carillon.core.table.PartitionTable;
import io.carillon.proto.fanout.v1.Node;
import io.carillon.proto.fanout.v1.TableUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** From the wire's table to ours. */
final class TableCodec {

    private TableCodec() {}

    /** Returns the table that an update leads to. */
    static PartitionTable decode(Optional<PartitionTable> before, TableUpdate update) {
        var generation = new Generation(
                update.getGeneration().getId(), update.getGeneration().getPartitionCount());
        var entries = new ArrayList<PartitionTable.Entry>(generation.partitionCount());
        for (int i = 0; i < generation.partitionCount(); i++) {
            boolean known = update.getDelta()
                    && before.isPresent()
                    && i < before.get().partitions().size();
            entries.add(known ? before.get().partitions().get(i) : new PartitionTable.Entry(0, List.of()));
        }
        update.getPartitionsList()
                .forEach(entry -> entries.set(
                        entry.getPartition(),
                        new PartitionTable.Entry(entry.getEpoch(), List.copyOf(entry.getServingList()))));
        var nodes = update.getNodesList().stream().collect(Collectors.toMap(Node::getId, Node::getAddress));
        return new PartitionTable(update.getVersion(), generation, entries, nodes);
    }
}

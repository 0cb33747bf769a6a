package io.carillon.fanout.rpc;

import io.carillon.core.table.PartitionTable;
import io.carillon.proto.fanout.v1.Generation;
import io.carillon.proto.fanout.v1.Node;
import io.carillon.proto.fanout.v1.PartitionEntry;
import io.carillon.proto.fanout.v1.TableUpdate;
import java.util.List;
import java.util.TreeMap;

/** Turns the partition table into its message. */
final class TableCodec {

    private TableCodec() {}

    /** Returns an update that holds the whole table. */
    static TableUpdate encode(PartitionTable table) {
        var update = TableUpdate.newBuilder()
                .setVersion(table.version())
                .setGeneration(Generation.newBuilder()
                        .setId(table.generation().id())
                        .setPartitionCount(table.generation().partitionCount()));
        List<PartitionTable.Entry> partitions = table.partitions();
        for (int partition = 0; partition < partitions.size(); partition++) {
            PartitionTable.Entry entry = partitions.get(partition);
            update.addPartitions(PartitionEntry.newBuilder()
                    .setPartition(partition)
                    .setEpoch(entry.epoch())
                    .addAllServing(entry.serving()));
        }
        new TreeMap<>(table.nodes())
                .forEach((id, address) ->
                        update.addNodes(Node.newBuilder().setId(id).setAddress(address)));
        return update.build();
    }
}

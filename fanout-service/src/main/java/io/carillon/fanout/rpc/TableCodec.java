package io.carillon.fanout.rpc;

import io.carillon.core.table.PartitionTable;
import io.carillon.proto.fanout.v1.Generation;
import io.carillon.proto.fanout.v1.Node;
import io.carillon.proto.fanout.v1.PartitionEntry;
import io.carillon.proto.fanout.v1.TableUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the partition table into its message. */
final class TableCodec {

    private TableCodec() {}

    /**
     * Returns an update that leads to a table: what changed, if the watcher was told one of the same generation on this call,
     * and otherwise all of it. Nodes are always all there, since they are few.
     *
     * @param cutOff whether this node has no contact to the others at present
     */
    static TableUpdate encode(@Nullable PartitionTable before, PartitionTable table, boolean cutOff) {
        boolean delta = before != null && before.generation().equals(table.generation());
        var update = TableUpdate.newBuilder()
                .setVersion(table.version())
                .setDelta(delta)
                .setCutOff(cutOff)
                .setGeneration(Generation.newBuilder()
                        .setId(table.generation().id())
                        .setPartitionCount(table.generation().partitionCount()));
        List<PartitionTable.Entry> partitions = table.partitions();
        for (int partition = 0; partition < partitions.size(); partition++) {
            PartitionTable.Entry entry = partitions.get(partition);
            if (before == null || !delta || !before.partitions().get(partition).equals(entry)) {
                update.addPartitions(PartitionEntry.newBuilder()
                        .setPartition(partition)
                        .setEpoch(entry.epoch())
                        .addAllServing(entry.serving()));
            }
        }
        table.nodes()
                .forEach((id, address) ->
                        update.addNodes(Node.newBuilder().setId(id).setAddress(address)));
        return update.build();
    }
}

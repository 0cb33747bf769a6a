package io.carillon.runtime.mesh;

import io.carillon.core.table.PartitionTable;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.fanout.v1.TableUpdate;
import io.carillon.proto.fanout.v1.WatchTableRequest;
import io.grpc.ManagedChannel;
import io.grpc.stub.BlockingClientCall;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Follows the partition table. While no node answers, whoever follows goes on with the last table it was given. */
public final class TableWatch implements AutoCloseable {

    private final NodeWatch<TableUpdate> watch;

    /**
     * Makes a watch that has not started.
     *
     * @param channels makes connections
     * @param peers the nodes to ask, as {@code host:port}, as known now
     * @param follower is given every newer table
     */
    public TableWatch(MeshChannels channels, Supplier<List<String>> peers, Consumer<PartitionTable> follower) {
        watch = new NodeWatch<>("partition table", channels, peers, new Tables(follower));
    }

    /** Starts to watch. */
    public void start() {
        watch.start();
    }

    @Override
    public void close() {
        watch.close();
    }

    private static final class Tables implements NodeWatch.Question<TableUpdate> {

        private final Consumer<PartitionTable> follower;

        /** The newest that any node told. */
        private Optional<PartitionTable> table = Optional.empty();

        /** What this node told last: its updates lead from one to the next, wherever others have led meanwhile. */
        private Optional<PartitionTable> told = Optional.empty();

        Tables(Consumer<PartitionTable> follower) {
            this.follower = follower;
        }

        @Override
        public BlockingClientCall<?, TableUpdate> ask(ManagedChannel peer) {
            return FanoutGrpc.newBlockingV2Stub(peer)
                    .watchTable(WatchTableRequest.newBuilder()
                            .setFromVersion(table.map(PartitionTable::version).orElse(0L))
                            .build());
        }

        @Override
        public boolean take(TableUpdate update, boolean first) {
            PartitionTable newer = TableCodec.decode(first ? Optional.empty() : told, update);
            told = Optional.of(newer);
            if (table.isEmpty() || newer.version() > table.get().version()) {
                table = Optional.of(newer);
                follower.accept(newer);
            }
            // What a node without contact to the others does not know yet another node may.
            return !update.getCutOff();
        }
    }
}

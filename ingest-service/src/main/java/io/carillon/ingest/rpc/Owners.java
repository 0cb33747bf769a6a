package io.carillon.ingest.rpc;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.position.Generation;
import io.carillon.core.table.PartitionTable;
import io.carillon.runtime.mesh.MeshChannels;
import io.carillon.runtime.mesh.TableWatch;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who owns each channel's partition, as the partition table says, and a connection to each owner. */
public final class Owners implements AutoCloseable {

    private final MeshChannels connections;
    private final TableWatch tables;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private volatile @Nullable PartitionTable table;
    private volatile boolean closed;

    /** The owner of a channel. */
    record Owner(ManagedChannel channel, Generation generation, int partition) {}

    /**
     * Knows no owners until it is started.
     *
     * @param connections makes connections to owners
     * @param peers fanout nodes to ask for the partition table, as {@code host:port}
     */
    public Owners(MeshChannels connections, Supplier<List<String>> peers) {
        this.connections = connections;
        this.tables = new TableWatch(connections, peers, this::follow);
    }

    /** Begins to follow the partition table. */
    public void start() {
        tables.start();
    }

    /** Returns who owns a channel; empty while nobody is known to. */
    Optional<Owner> of(String channel) {
        PartitionTable present = table;
        if (present == null || closed) {
            return Optional.empty();
        }
        int partition = Partitioner.partitionOf(channel, present.generation().partitionCount());
        return present.partitions()
                .get(partition)
                .owner()
                .map(present.nodes()::get)
                .map(address -> new Owner(
                        channels.computeIfAbsent(address, connections::open), present.generation(), partition));
    }

    private void follow(PartitionTable newer) {
        table = newer;
        channels.keySet().removeIf(address -> {
            boolean gone = closed || !newer.nodes().containsValue(address);
            ManagedChannel channel = gone ? channels.get(address) : null;
            if (channel != null) {
                channel.shutdown();
            }
            return gone;
        });
    }

    @Override
    public void close() {
        closed = true;
        tables.close();
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}

package io.carillon.runtime.mesh;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.position.Generation;
import io.carillon.core.table.PartitionTable;
import io.grpc.ManagedChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who owns each channel's partition, as the partition table says, and a connection to each owner for questions. Safe for use
 * by many threads; tables come from one.
 */
public final class Owners implements AutoCloseable {

    private final MeshChannels connections;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private volatile @Nullable PartitionTable table;
    private volatile boolean closed;

    /** The owner of a channel's partition. */
    public record Owner(ManagedChannel channel, Generation generation, int partition) {}

    /**
     * Knows no owners until it is given a table.
     *
     * @param connections makes connections to owners
     */
    public Owners(MeshChannels connections) {
        this.connections = connections;
    }

    /** Returns who owns a channel; empty while nobody is known to. */
    public Optional<Owner> of(String channel) {
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

    /** Follows a newer table. */
    public void follow(PartitionTable newer) {
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
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}

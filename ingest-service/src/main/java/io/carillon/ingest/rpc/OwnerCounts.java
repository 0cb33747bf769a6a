package io.carillon.ingest.rpc;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.carillon.core.channel.Partitioner;
import io.carillon.core.table.PartitionTable;
import io.carillon.ingest.publish.SubscriberCounter;
import io.carillon.proto.fanout.v1.CountSubscribersRequest;
import io.carillon.proto.fanout.v1.CountSubscribersResponse;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.runtime.mesh.MeshChannels;
import io.carillon.runtime.mesh.TableWatch;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks each channel's owner how many client connections are subscribed, over all edges. Whom to ask, the partition table
 * says; while there is none, or the owner does not answer, the number is not known.
 */
public final class OwnerCounts implements SubscriberCounter, AutoCloseable {

    private final MeshChannels connections;
    private final Duration patience;
    private final TableWatch tables;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private volatile @Nullable PartitionTable table;
    private volatile boolean closed;

    /**
     * Makes a counter that has not started.
     *
     * @param connections makes connections to owners
     * @param peers fanout nodes to ask for the partition table, as {@code host:port}
     * @param patience how long an owner may take to answer
     */
    public OwnerCounts(MeshChannels connections, Supplier<List<String>> peers, Duration patience) {
        this.connections = connections;
        this.patience = patience;
        this.tables = new TableWatch(connections, peers, this::follow);
    }

    /** Begins to follow the partition table. */
    public void start() {
        tables.start();
    }

    @Override
    public CompletionStage<OptionalInt> count(String channel) {
        PartitionTable present = table;
        if (present == null) {
            return CompletableFuture.completedStage(OptionalInt.empty());
        }
        int partition = Partitioner.partitionOf(channel, present.generation().partitionCount());
        Optional<String> address = present.partitions().get(partition).owner().map(present.nodes()::get);
        return address.map(owner -> ask(owner, partition, channel))
                .orElseGet(() -> CompletableFuture.completedStage(OptionalInt.empty()));
    }

    @Override
    public void close() {
        closed = true;
        tables.close();
        channels.values().forEach(ManagedChannel::shutdownNow);
    }

    private CompletionStage<OptionalInt> ask(String address, int partition, String channel) {
        var answer = new CompletableFuture<OptionalInt>();
        var call = FanoutGrpc.newFutureStub(channels.computeIfAbsent(address, connections::open))
                .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)
                .countSubscribers(CountSubscribersRequest.newBuilder()
                        .setPartition(partition)
                        .setChannel(channel)
                        .build());
        Futures.addCallback(
                call,
                new FutureCallback<>() {
                    @Override
                    public void onSuccess(CountSubscribersResponse response) {
                        answer.complete(
                                response.hasConnections()
                                        ? OptionalInt.of(response.getConnections())
                                        : OptionalInt.empty());
                    }

                    @Override
                    public void onFailure(Throwable cause) {
                        answer.complete(OptionalInt.empty());
                    }
                },
                MoreExecutors.directExecutor());
        return answer;
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
}

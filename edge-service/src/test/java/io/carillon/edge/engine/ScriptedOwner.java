package io.carillon.edge.engine;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.table.PartitionTable;
import io.carillon.edge.link.Links;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One owner of all partitions that confirms everything at once and sends what the test publishes. */
final class ScriptedOwner implements Links {

    static final Generation GENERATION = Generation.of("scripted", 4);

    private static final long EPOCH = 7;
    private static final String NODE = "fanout-1";

    private final long[] through = new long[GENERATION.partitionCount()];
    private @Nullable Listener edge;

    PartitionTable table() {
        var entry = new PartitionTable.Entry(EPOCH, List.of(NODE));
        return new PartitionTable(
                1, GENERATION, Collections.nCopies(GENERATION.partitionCount(), entry), Map.of(NODE, "nowhere:1"));
    }

    synchronized void publish(String channel, String json) {
        int partition = Partitioner.partitionOf(channel, GENERATION.partitionCount());
        long after = through[partition];
        long offset = ++through[partition];
        var publication = new Publication(channel, partition, offset, 1_000 + offset, Payload.of(json));
        tell(new ToEdge.Batch(partition, EPOCH, after, offset, 1_000 + offset, List.of(publication)));
    }

    @Override
    public synchronized void open(String node, String address, Listener listener) {
        edge = listener;
        listener.opened();
    }

    @Override
    public synchronized void close(String node) {
        edge = null;
    }

    @Override
    public synchronized void send(String node, ToOwner message) {
        switch (message) {
            case ToOwner.Attach attach ->
                tell(new ToEdge.Attached(
                        attach.partition(), EPOCH, through[attach.partition()], attach.revision(), 1_000));
            case ToOwner.ChangeInterests change ->
                tell(new ToEdge.InterestsEffective(
                        change.partition(), EPOCH, change.revision(), through[change.partition()] + 1));
            case ToOwner.Heartbeat _ -> tell(new ToEdge.Heartbeat());
            case ToOwner.Detach _, ToOwner.Grant _, ToOwner.Replay _, ToOwner.GrantReplay _, ToOwner.CancelReplay _ -> {
                // Room is never short here, and nothing moves.
            }
        }
    }

    private void tell(ToEdge message) {
        Listener listener = edge;
        if (listener != null) {
            listener.received(message);
        }
    }
}

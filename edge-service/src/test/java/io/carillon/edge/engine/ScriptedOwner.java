package io.carillon.edge.engine;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.table.PartitionTable;
import io.carillon.edge.link.Links;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One owner of all partitions that confirms everything at once, sends what the test publishes, and replays it. */
final class ScriptedOwner implements Links {

    static final Generation GENERATION = Generation.of("scripted", 4);

    private static final long EPOCH = 7;
    private static final String NODE = "fanout-1";

    /** What is still wanted of a replay, and how much of it may be under way. */
    private record Running(ToOwner.Replay wanted, long after, long creditBytes) {}

    private final long[] through = new long[GENERATION.partitionCount()];
    private final List<Publication> published = new ArrayList<>();
    private final Map<Long, Running> running = new HashMap<>();
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
        published.add(publication);
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
            case ToOwner.Replay wanted -> serve(new Running(wanted, wanted.after(), wanted.creditBytes()));
            case ToOwner.GrantReplay grant -> {
                Running known = running.remove(grant.id());
                if (known != null) {
                    serve(new Running(known.wanted, known.after, known.creditBytes + grant.bytes()));
                }
            }
            case ToOwner.CancelReplay cancel -> running.remove(cancel.id());
            case ToOwner.Detach _, ToOwner.Grant _ -> {
                // Room is never short here, and nothing moves.
            }
        }
    }

    /** Sends one publication a part, as long as there is credit. */
    private void serve(Running replay) {
        ToOwner.Replay wanted = replay.wanted;
        long after = replay.after;
        long creditBytes = replay.creditBytes;
        while (creditBytes > 0 && after < wanted.until()) {
            @Nullable Publication next = next(wanted, after);
            long end = next == null ? wanted.until() : next.offset();
            List<Publication> part = next == null ? List.of() : List.of(next);
            tell(new ToEdge.ReplayPart(
                    wanted.id(), wanted.partition(), EPOCH, after, end, end == wanted.until(), false, part));
            creditBytes -= next == null ? 0 : next.weight();
            after = end;
        }
        if (after < wanted.until()) {
            running.put(wanted.id(), new Running(wanted, after, creditBytes));
        }
    }

    private @Nullable Publication next(ToOwner.Replay wanted, long after) {
        for (Publication publication : published) {
            if (publication.partition() == wanted.partition()
                    && publication.offset() > after
                    && publication.offset() <= wanted.until()
                    && wanted.channels().contains(publication.channel())) {
                return publication;
            }
        }
        return null;
    }

    private void tell(ToEdge message) {
        Listener listener = edge;
        if (listener != null) {
            listener.received(message);
        }
    }
}

package io.carillon.edge.subscription;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.link.Interest;
import io.carillon.edge.link.Mesh;
import io.carillon.edge.session.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Every channel that somebody on this edge listens to, with how many do in each shard, and who waits for an owner's word.
 *
 * <p>A channel's interest outlives its last listener for a while, so that a page that is left and opened again, or a client
 * that reconnects, finds it in place.
 */
final class Subscriptions {

    /** Tells that the subscriptions of a session's change in one partition are effective. */
    interface Confirmations {
        void confirmed(int shard, Session session, long change);
    }

    private static final class Listeners {
        private final int partition;
        private final int[] byShard;
        private int connections;
        private long idleSinceNanos;

        Listeners(int partition, int shards) {
            this.partition = partition;
            this.byShard = new int[shards];
        }
    }

    private record Waiting(long revision, int shard, Session session, long change) {}

    private record Idle(String channel, long sinceNanos) {}

    private final Mesh mesh;
    private final int partitionCount;
    private final int shards;
    private final long lingerNanos;
    private final Map<String, Listeners> listeners = new HashMap<>();
    private final List<Queue<Waiting>> waiting = new ArrayList<>();
    private final Queue<Idle> idle = new ArrayDeque<>();

    Subscriptions(Mesh mesh, int partitionCount, int shards, long lingerNanos) {
        this.mesh = mesh;
        this.partitionCount = partitionCount;
        this.shards = shards;
        this.lingerNanos = lingerNanos;
        for (int i = 0; i < partitionCount; i++) {
            waiting.add(new ArrayDeque<>());
        }
    }

    /** Returns how many channels are of interest now, those that linger included. */
    int channels() {
        return listeners.size();
    }

    void subscribe(int shard, Session session, long change, List<String> channels) {
        Map<Integer, Long> revisions = new HashMap<>();
        for (String channel : channels) {
            Listeners here = listeners.computeIfAbsent(
                    channel, name -> new Listeners(Partitioner.partitionOf(name, partitionCount), shards));
            here.connections++;
            here.byShard[shard]++;
            revisions.put(here.partition, mesh.change(here.partition, Interest.of(channel, here.connections)));
        }
        revisions.forEach(
                (partition, revision) -> waiting.get(partition).add(new Waiting(revision, shard, session, change)));
    }

    void unsubscribe(int shard, List<String> channels, long nowNanos) {
        for (String channel : channels) {
            Listeners here = listeners.get(channel);
            if (here == null) {
                continue;
            }
            here.connections--;
            here.byShard[shard]--;
            mesh.change(here.partition, Interest.of(channel, here.connections));
            if (here.connections == 0) {
                here.idleSinceNanos = nowNanos;
                idle.add(new Idle(channel, nowNanos));
            }
        }
    }

    /** Tells everybody who waited for a revision, or an earlier one, of a partition. */
    void effective(int partition, long revision, Confirmations confirmations) {
        Queue<Waiting> queue = waiting.get(partition);
        for (Waiting next = queue.peek(); next != null && next.revision <= revision; next = queue.peek()) {
            queue.remove();
            confirmations.confirmed(next.shard, next.session, next.change);
        }
    }

    /** Returns how many listeners of a channel each shard has, or null if the edge has none. The array is not to be kept. */
    int @Nullable [] byShard(String channel) {
        Listeners here = listeners.get(channel);
        return here == null ? null : here.byShard;
    }

    /** Withdraws interests that have lingered long enough. */
    void tick(long nowNanos) {
        for (Idle next = idle.peek(); next != null && nowNanos - next.sinceNanos >= lingerNanos; next = idle.peek()) {
            idle.remove();
            Listeners here = listeners.get(next.channel);
            if (here != null && here.connections == 0 && here.idleSinceNanos == next.sinceNanos) {
                listeners.remove(next.channel);
                mesh.change(here.partition, Interest.withdrawn(next.channel));
            }
        }
    }
}

package io.carillon.edge.subscription;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import io.carillon.core.table.PartitionTable;
import io.carillon.edge.link.LinkTiming;
import io.carillon.edge.link.Mesh;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Where all links and all shards of an edge meet: takes subscriptions from shards to owners, and publications from owners
 * to the shards that want them, each encoded once.
 *
 * <p>It serves one generation of the log. When the log is replaced, the edge makes a new router.
 */
public final class Router {

    /** What a router wants to happen. Calls come back on the driver's own stack and must not call the router. */
    public interface Output {

        /** Opens a link, to be answered with {@link #linkOpened} or {@link #linkClosed}. */
        void open(String node, String address);

        /** Closes a link; no answer is expected. */
        void close(String node);

        /** Sends on an open link. */
        void send(String node, ToOwner message);

        /** Hands a message to a shard, from 0. */
        void tell(int shard, ShardMessage message);

        /** A message of an owner that has been replaced was dropped. */
        void fenced(int partition, long epoch, long leastEpoch);
    }

    private final Output output;
    private final int partitionCount;
    private final int shards;
    private final Mesh mesh;
    private final Subscriptions subscriptions;
    private final Map<Long, Replaying> replaying = new HashMap<>();

    /** When the message came that is being dealt with. */
    private long receivedNanos;

    /** Who asked for a replay. */
    private record Replaying(int shard, Session session) {}

    /**
     * Makes a router without links.
     *
     * @param partitionCount how many partitions the log has
     * @param shards how many shards the edge has
     * @param linger how long interest in a channel outlives its last listener
     * @param windowBytes bytes of publications that may be under way to this edge for each partition
     */
    public Router(
            int partitionCount,
            int shards,
            LinkTiming timing,
            Duration linger,
            long windowBytes,
            RandomGenerator random,
            Output output) {
        this.output = output;
        this.partitionCount = partitionCount;
        this.shards = shards;
        this.mesh = new Mesh(partitionCount, timing, windowBytes, random, new MeshOutput());
        this.subscriptions = new Subscriptions(mesh, partitionCount, shards, linger.toNanos());
    }

    /** Returns whether every partition is followed at an owner now. */
    public boolean isAttached() {
        return mesh.attachedPartitions() == partitionCount;
    }

    /** Returns how many channels are of interest now. */
    public int channels() {
        return subscriptions.channels();
    }

    /** Returns the least epoch that counts for a partition, 0 before the first owner answered. */
    public long leastEpoch(int partition) {
        return mesh.leastEpoch(partition);
    }

    /** Follows a newer table of the same generation. */
    public void follow(PartitionTable table, long nowNanos) {
        mesh.follow(table, nowNanos);
    }

    /** Closes all links, for good. */
    public void close() {
        mesh.close();
    }

    /**
     * Takes a session's wish to hear channels.
     *
     * @param change number of the change, which its confirmations have
     */
    public void subscribe(int shard, Session session, long change, List<String> channels) {
        subscriptions.subscribe(shard, session, change, channels);
    }

    /** Takes it that a session no longer listens. */
    public void unsubscribe(int shard, List<String> channels, long nowNanos) {
        subscriptions.unsubscribe(shard, channels, nowNanos);
    }

    /**
     * Asks for what a session has missed; answered by {@link ShardMessage.Replayed}, in parts.
     *
     * @param wanted its number must differ from that of every other replay of this edge
     */
    public void replay(int shard, Session session, ToOwner.Replay wanted) {
        replaying.put(wanted.id(), new Replaying(shard, session));
        mesh.replay(wanted);
    }

    /** Lets more of a replay be under way. */
    public void grantReplay(int partition, long id, long bytes) {
        mesh.grantReplay(partition, id, bytes);
    }

    /** Ends a replay that is no longer wanted. */
    public void cancelReplay(int partition, long id) {
        replaying.remove(id);
        mesh.cancelReplay(partition, id);
    }

    /** Gives an owner back the room that a batch took. */
    public void dealtWith(int partition, long bytes) {
        mesh.grant(partition, bytes);
    }

    /** Takes it that a link is open. */
    public void linkOpened(String node, long nowNanos) {
        mesh.linkOpened(node, nowNanos);
    }

    /** Takes it that a link could not be opened, or is lost. */
    public void linkClosed(String node, long nowNanos) {
        mesh.linkClosed(node, nowNanos);
    }

    /** Takes a message from an owner, which came at a time. */
    public void received(String node, ToEdge message, long nowNanos) {
        receivedNanos = nowNanos;
        mesh.received(node, message, nowNanos);
    }

    /** Does what is due; called every few tens of milliseconds. */
    public void tick(long nowNanos) {
        subscriptions.tick(nowNanos);
        mesh.tick(nowNanos);
    }

    /** Sends the changes of interest that were recorded since the last time. */
    public void flush() {
        mesh.flush();
    }

    private final class MeshOutput implements Mesh.Output {

        @Override
        public void open(String node, String address) {
            output.open(node, address);
        }

        @Override
        public void close(String node) {
            output.close(node);
        }

        @Override
        public void send(String node, ToOwner message) {
            output.send(node, message);
        }

        @Override
        public void advanced(int partition, long through, long timeMillis, List<Publication> publications) {
            List<List<Event>> byShard = new ArrayList<>(shards);
            for (int shard = 0; shard < shards; shard++) {
                byShard.add(new ArrayList<>());
            }
            long bytes = 0;
            for (Publication publication : publications) {
                bytes += publication.weight();
                int[] listeners = subscriptions.byShard(publication.channel());
                if (listeners != null) {
                    Event event = Event.of(publication);
                    for (int shard = 0; shard < shards; shard++) {
                        if (listeners[shard] > 0) {
                            byShard.get(shard).add(event);
                        }
                    }
                }
            }
            var receipt = new Receipt(shards, partition, bytes);
            for (int shard = 0; shard < shards; shard++) {
                output.tell(
                        shard,
                        new ShardMessage.Advanced(
                                partition, through, timeMillis, byShard.get(shard), receipt, receivedNanos));
            }
        }

        @Override
        public void lost(int partition, long from, long to, long timeMillis) {
            for (int shard = 0; shard < shards; shard++) {
                output.tell(shard, new ShardMessage.Lost(partition, from, to, timeMillis));
            }
        }

        @Override
        public void effective(int partition, long revision) {
            subscriptions.effective(
                    partition,
                    revision,
                    (shard, session, change) -> output.tell(shard, new ShardMessage.Confirmed(session, change)));
        }

        @Override
        public void replayed(ToEdge.ReplayPart part) {
            Replaying asker = part.done() ? replaying.remove(part.id()) : replaying.get(part.id());
            if (asker != null) {
                output.tell(asker.shard, new ShardMessage.Replayed(asker.session, part));
            }
        }

        @Override
        public void fenced(int partition, long epoch, long leastEpoch) {
            output.fenced(partition, epoch, leastEpoch);
        }
    }
}

package io.carillon.edge.link;

import io.carillon.core.link.Interest;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import io.carillon.core.table.PartitionTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All links of an edge: follows the partition table, opens a link to each owner, and attaches every partition at its
 * owner, whoever that is by now.
 *
 * <p>The table only says where to attach; what counts is the owner's own answer. An edge that can no longer reach any
 * source of the table goes on with the last one it had.
 *
 * <p>Driven by one caller at a time. Commands only record what changed; {@link #flush} sends it, so that a burst of
 * subscriptions becomes one message for each partition.
 */
public final class Mesh {

    /** What the mesh wants to happen. Calls come back on the driver's own stack and must not call the mesh. */
    public interface Output {

        /** Opens a link, to be answered with {@link #linkOpened} or {@link #linkClosed}. */
        void open(String node, String address);

        /** Closes a link; no answer is expected. */
        void close(String node);

        /** Sends on an open link. Messages on one link keep their order. */
        void send(String node, ToOwner message);

        /** Everything up to {@code through} is here: these publications, and no others of the edge's interests. */
        void advanced(int partition, long through, long timeMillis, List<Publication> publications);

        /** What the log had in (from, to] cannot be had any more. */
        void lost(int partition, long from, long to, long timeMillis);

        /** The changes of interests up to a revision are effective, from where the partition stands now. */
        void effective(int partition, long revision);

        /** The next part of a replay has come. */
        void replayed(ToEdge.ReplayPart part);

        /** A message of an owner that has been replaced was dropped. */
        void fenced(int partition, long epoch, long leastEpoch);
    }

    /** Past this the owners hear that a node cannot be reached; a node that restarts is back before. */
    private static final Duration UNREACHABLE_AFTER = Duration.ofSeconds(3);

    private final LinkTiming timing;
    private final RandomGenerator random;
    private final Output output;
    private final Map<String, PeerLink> links = new LinkedHashMap<>();
    private final List<FollowedPartition> partitions = new ArrayList<>();

    private @Nullable PartitionTable table;

    /**
     * Makes a mesh that knows of no owners yet; what is wanted may be recorded before the first table is there.
     *
     * @param partitionCount how many partitions the log has
     * @param windowBytes bytes of publications that may be under way to this edge for each partition, at least 1
     * @param random draws the waits before links are opened again
     */
    public Mesh(int partitionCount, LinkTiming timing, long windowBytes, RandomGenerator random, Output output) {
        this.timing = timing;
        this.random = random;
        this.output = output;
        for (int partition = 0; partition < partitionCount; partition++) {
            partitions.add(new FollowedPartition(partition, windowBytes, output));
        }
    }

    /** Returns the table that is followed, or null before the first. */
    public @Nullable PartitionTable table() {
        return table;
    }

    /** Returns how many partitions are attached at an owner now. */
    public int attachedPartitions() {
        int attached = 0;
        for (FollowedPartition partition : partitions) {
            attached += partition.isAttached() ? 1 : 0;
        }
        return attached;
    }

    /** Returns the least epoch that counts for a partition, 0 before the first owner answered. */
    public long leastEpoch(int partition) {
        return partitions.get(partition).leastEpoch();
    }

    /** Follows a newer table; an older one, from a node that lags behind, is ignored. */
    public void follow(PartitionTable newer, long nowNanos) {
        if (table != null && newer.version() <= table.version()) {
            return;
        }
        if (newer.partitions().size() != partitions.size()) {
            throw new IllegalArgumentException("table: " + newer.partitions().size() + " partitions (expected: "
                    + partitions.size() + ", as the generation has that this mesh serves)");
        }
        table = newer;
        newer.nodes().forEach((node, address) -> {
            PeerLink link = links.get(node);
            if (link == null || !link.address.equals(address)) {
                if (link != null) {
                    drop(link);
                }
                links.put(node, new PeerLink(node, address, nowNanos));
            }
        });
        tick(nowNanos);
    }

    /** Closes all links, for good. */
    public void close() {
        links.values().forEach(this::drop);
        links.clear();
    }

    /** Records that an edge-wide interest changed, and returns the revision with which it will be effective. */
    public long change(int partition, Interest interest) {
        return partitions.get(partition).change(interest);
    }

    /** Sends what was recorded since the last time. */
    public void flush() {
        for (FollowedPartition partition : partitions) {
            partition.flush();
        }
    }

    /** Asks for retained publications; the answers come in parts, from whoever is owner by then. */
    public void replay(ToOwner.Replay wanted) {
        partitions.get(wanted.partition()).replay(wanted);
    }

    /** Lets more of a replay be under way. */
    public void grantReplay(int partition, long id, long bytes) {
        partitions.get(partition).grantReplay(id, bytes);
    }

    /** Ends a replay that is no longer wanted. */
    public void cancelReplay(int partition, long id) {
        partitions.get(partition).cancelReplay(id);
    }

    /** Takes back room for a partition's publications, since they were dealt with. */
    public void grant(int partition, long bytes) {
        partitions.get(partition).grant(bytes);
    }

    /** Takes it that a link is open: the node has answered the greeting. */
    public void linkOpened(String node, long nowNanos) {
        PeerLink link = links.get(node);
        if (link != null && link.state == PeerLink.State.OPENING) {
            link.state = PeerLink.State.OPEN;
            link.sinceNanos = nowNanos;
            link.sentNanos = nowNanos;
            attachWhereDue();
        }
    }

    /** Takes it that a link could not be opened, or is lost. */
    public void linkClosed(String node, long nowNanos) {
        PeerLink link = links.get(node);
        if (link != null && link.state != PeerLink.State.CLOSED) {
            closed(link, nowNanos);
        }
    }

    /** Takes a message from an owner. */
    public void received(String node, ToEdge message, long nowNanos) {
        PeerLink link = links.get(node);
        if (link == null || link.state != PeerLink.State.OPEN) {
            return;
        }
        link.sinceNanos = nowNanos;
        switch (message) {
            case ToEdge.Attached attached ->
                partitions.get(attached.partition()).attached(node, attached);
            case ToEdge.Refused refused -> partitions.get(refused.partition()).refused(node, refused);
            case ToEdge.InterestsEffective effective ->
                partitions.get(effective.partition()).effective(node, effective);
            case ToEdge.Batch batch -> {
                FollowedPartition partition = partitions.get(batch.partition());
                if (!partition.batch(node, batch)) {
                    partition.attachAgain(node, batch.epoch());
                }
            }
            case ToEdge.ReplayPart part -> partitions.get(part.partition()).replayPart(node, part);
            case ToEdge.Heartbeat _ -> {
                // It has said what it has to say by arriving.
            }
        }
    }

    /** Does what is due: opens links, gives silent ones up, sends heartbeats, attaches what is not attached. */
    public void tick(long nowNanos) {
        dropUnused();
        List<String> unreachable = unreachable(nowNanos);
        for (PeerLink link : links.values()) {
            switch (link.state) {
                case CLOSED -> {
                    if (nowNanos - link.sinceNanos >= 0) {
                        link.state = PeerLink.State.OPENING;
                        link.sinceNanos = nowNanos;
                        output.open(link.node, link.address);
                    }
                }
                case OPENING, OPEN -> {
                    if (nowNanos - link.sinceNanos >= timing.silence().toNanos()) {
                        output.close(link.node);
                        closed(link, nowNanos);
                    } else if (link.state == PeerLink.State.OPEN && isHeartbeatDue(link, unreachable, nowNanos)) {
                        link.sentNanos = nowNanos;
                        link.heartbeatNanos = nowNanos;
                        output.send(link.node, new ToOwner.Heartbeat(unreachable));
                    }
                }
            }
        }
        attachWhereDue();
    }

    private boolean isHeartbeatDue(PeerLink link, List<String> unreachable, long nowNanos) {
        long last = unreachable.isEmpty() ? link.sentNanos : link.heartbeatNanos;
        return nowNanos - last >= timing.heartbeat().toNanos();
    }

    /** Returns the nodes of the table that were not reached for long enough to say so. */
    private List<String> unreachable(long nowNanos) {
        PartitionTable present = table;
        if (present == null) {
            return List.of();
        }
        var unreachable = new ArrayList<String>();
        for (PeerLink link : links.values()) {
            if (link.state != PeerLink.State.OPEN
                    && present.nodes().containsKey(link.node)
                    && nowNanos - link.lostNanos >= UNREACHABLE_AFTER.toNanos()) {
                unreachable.add(link.node);
            }
        }
        return unreachable;
    }

    private void closed(PeerLink link, long nowNanos) {
        if (link.state == PeerLink.State.OPEN) {
            link.lostNanos = nowNanos;
        }
        long wait =
                random.nextLong(timing.retryMin().toNanos(), timing.retryMax().toNanos() + 1);
        link.state = PeerLink.State.CLOSED;
        link.sinceNanos = nowNanos + wait;
        for (FollowedPartition partition : partitions) {
            partition.linkLost(link.node);
        }
    }

    /**
     * Closes links to nodes that the table no longer names, once nothing comes from there: a partition that moves away
     * from its owner's last one is fed by that owner until the next has answered.
     */
    private void dropUnused() {
        PartitionTable present = table;
        if (present != null) {
            links.values().removeIf(link -> {
                boolean unused = !present.nodes().containsKey(link.node) && !isUsed(link.node);
                if (unused) {
                    drop(link);
                }
                return unused;
            });
        }
    }

    private boolean isUsed(String node) {
        for (FollowedPartition partition : partitions) {
            if (partition.uses(node)) {
                return true;
            }
        }
        return false;
    }

    private void drop(PeerLink link) {
        if (link.state != PeerLink.State.CLOSED) {
            output.close(link.node);
        }
        for (FollowedPartition partition : partitions) {
            partition.linkLost(link.node);
        }
    }

    private void attachWhereDue() {
        if (table == null) {
            return;
        }
        for (int i = 0; i < table.partitions().size(); i++) {
            PartitionTable.Entry entry = table.partitions().get(i);
            if (entry.serving().isEmpty()) {
                continue;
            }
            String owner = entry.serving().getFirst();
            FollowedPartition partition = partitions.get(i);
            PeerLink link = links.get(owner);
            if (link != null
                    && link.state == PeerLink.State.OPEN
                    && entry.epoch() >= partition.leastEpoch()
                    && !partition.isFollowing(owner, entry.epoch())) {
                partition.attachAt(owner, entry.epoch());
            }
        }
    }
}

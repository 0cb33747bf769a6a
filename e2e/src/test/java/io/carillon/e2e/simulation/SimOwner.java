package io.carillon.e2e.simulation;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import io.carillon.core.table.PartitionTable;
import io.carillon.fanout.history.BlockIndex;
import io.carillon.fanout.history.RecentRoom;
import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.link.PartitionFeed;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Holdings;
import io.carillon.fanout.ownership.Partition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A fanout node: reads the log for the partitions it believes to own, and drives their feeds. It believes so until it is
 * told otherwise, however late that is.
 */
final class SimOwner {

    final String node;

    private final World world;
    private final Map<Integer, SimOwned> owned = new TreeMap<>();
    private final Map<String, SimLink> links = new LinkedHashMap<>();
    private final Map<String, Set<String>> edges = new TreeMap<>();
    private final Map<Integer, Set<SimLink>> attachedOnce = new TreeMap<>();
    private Mailbox thread;
    private BlockIndex index = newIndex();
    private RecentRoom room = new RecentRoom();
    private boolean up = true;
    private boolean cutOff;
    private boolean stuck;
    private boolean leaving;
    private int run;
    private Cluster cluster = Cluster.EMPTY;
    private Holdings holdings;

    SimOwner(World world, String node) {
        this.world = world;
        this.node = node;
        this.thread = newThread();
        this.holdings = newHoldings();
    }

    private static BlockIndex newIndex() {
        return new BlockIndex(1 << 20);
    }

    private Holdings newHoldings() {
        return new Holdings(node, run, world.scenario.holdLinger());
    }

    boolean isUp() {
        return up;
    }

    /** Returns whether nothing comes from the other nodes, and nothing gets there. */
    boolean isCutOff() {
        return cutOff;
    }

    int run() {
        return run;
    }

    /** Cuts the node off from the others, or joins it with them again; edges reach it all the same. */
    void cutOff(boolean off) {
        cutOff = off;
    }

    /** Lets the node claim that the log does not answer it. */
    void stuck(boolean now) {
        stuck = now;
    }

    /** Has the node ask to be emptied, until it crashes or thinks better of it. */
    void leaving(boolean now) {
        leaving = now;
    }

    /** Returns what this node has applied. */
    Cluster cluster() {
        return cluster;
    }

    /** Hears what was agreed on, if it can hear anything. */
    void hear(Cluster news) {
        if (up && !cutOff && news.version() > cluster.version()) {
            post(() -> learn(news));
        }
    }

    /** Applies what was agreed on, unless it is old, and serves what that gives this node. */
    void learn(Cluster news) {
        if (news.version() > cluster.version()) {
            cluster = news;
            serveHoldings();
        }
    }

    private void serveHoldings() {
        if (cluster.generation() == null) {
            return;
        }
        PartitionTable table = holdings.follow(cluster, world.agenda.nanos());
        for (int partition = 0; partition < table.partitions().size(); partition++) {
            PartitionTable.Entry entry = table.partitions().get(partition);
            if (entry.serving().isEmpty()) {
                release(partition, Long.MAX_VALUE);
            } else {
                own(partition, entry.epoch());
            }
        }
    }

    /** Tells the leader that this node lives, and what it is ready for. */
    void report() {
        SimLeader leader = world.ownership.leader();
        if (leader == null || cutOff || leader.node.isCutOff()) {
            return;
        }
        var ready = new TreeMap<Integer, Long>();
        for (int partition = 0; partition < cluster.partitions().size(); partition++) {
            Partition.Move move = cluster.partitions().get(partition).move();
            PartitionFeed feed = feed(partition);
            if (move != null && feed != null && move.target().equals(node) && feed.epoch() == move.epoch()) {
                ready.put(partition, move.epoch());
            }
        }
        var self = new Command.Register(node, run, address(), address(), "", 1, world.generation.id(), "");
        var report = new MemberReport(
                self, stuck ? Duration.ofSeconds(9) : Duration.ZERO, ready, new TreeMap<>(edges), Map.of(), leaving);
        world.agenda.in(world.chance.millis(1, 50), () -> leader.heard(report));
    }

    /** Returns where this run of the node listens. */
    String address() {
        return node + "-" + run + ":9090";
    }

    /** Returns what this node has of a partition that it believes to own; null if it does not believe so. */
    @Nullable SimOwned owned(int partition) {
        return owned.get(partition);
    }

    @Nullable PartitionFeed feed(int partition) {
        SimOwned of = owned.get(partition);
        return of == null ? null : of.feed;
    }

    /** Lets something happen on the node's thread, after everything posted before. */
    void post(Runnable action) {
        thread.post(action);
    }

    /** Stops the node's thread for a while; nobody else can tell that from a slow network. */
    void pause(long nanos) {
        thread.pause(nanos);
    }

    boolean isPaused() {
        return thread.isPaused();
    }

    void goOn() {
        thread.goOn();
    }

    /** Begins to own a partition, with what it knows of the log so far. */
    void own(int partition, long epoch) {
        PartitionFeed before = feed(partition);
        if (before != null && before.epoch() >= epoch) {
            return;
        }
        release(partition, epoch - 1);
        long known = Math.max(-1, world.log.end(partition) - world.chance.between(0, 3));
        var of = new SimOwned(world, this, partition, epoch, known, index, room);
        owned.put(partition, of);
        world.trace.note(() -> node + " owns " + partition + " epoch " + epoch + " from " + known);
        world.invariants.forEach(invariant -> invariant.owned(world, this, partition, epoch));
        read(partition);
    }

    /** Ends the ownership of a partition up to an epoch, and says so to those who followed. */
    void release(int partition, long epoch) {
        PartitionFeed feed = feed(partition);
        if (feed == null || feed.epoch() > epoch) {
            return;
        }
        SimOwned ended = owned.remove(partition);
        if (ended != null) {
            ended.keys.end();
            ended.feed.close();
        }
        world.trace.note(() -> node + " releases " + partition + " epoch " + feed.epoch());
        for (SimLink link : attachedOnce.getOrDefault(partition, Set.of())) {
            link.send(new ToEdge.Refused(partition, feed.epoch(), ToEdge.Reason.MOVED));
        }
        attachedOnce.remove(partition);
    }

    void linkOpened(SimLink link) {
        links.put(link.id, link);
    }

    void linkLost(SimLink link) {
        links.remove(link.id);
        edges.remove(link.edge.name);
        attachedOnce.values().forEach(attached -> attached.remove(link));
        owned.values().forEach(of -> of.feed.detach(link.id));
    }

    void received(SimLink link, ToOwner message) {
        if (link.isBroken() || !links.containsKey(link.id)) {
            return;
        }
        world.trace.note(() -> link.edge.name + " -> " + node + " " + message);
        switch (message) {
            case ToOwner.Attach attach -> {
                PartitionFeed feed = feed(attach.partition());
                if (feed == null) {
                    link.send(new ToEdge.Refused(attach.partition(), 0, ToEdge.Reason.NOT_OWNER));
                } else {
                    attachedOnce
                            .computeIfAbsent(attach.partition(), _ -> new LinkedHashSet<>())
                            .add(link);
                    feed.attach(link.id, attach);
                }
            }
            case ToOwner.Detach detach -> withFeed(detach.partition(), feed -> feed.detach(link.id));
            case ToOwner.ChangeInterests change ->
                withFeed(change.partition(), feed -> feed.changeInterests(link.id, change));
            case ToOwner.Grant grant -> withFeed(grant.partition(), feed -> feed.grant(link.id, grant.bytes()));
            case ToOwner.Replay replay -> withFeed(replay.partition(), feed -> feed.replay(link.id, replay));
            case ToOwner.GrantReplay grant ->
                withFeed(grant.partition(), feed -> feed.grantReplay(link.id, grant.id(), grant.bytes()));
            case ToOwner.CancelReplay cancel ->
                withFeed(cancel.partition(), feed -> feed.cancelReplay(link.id, cancel.id()));
            case ToOwner.Heartbeat(List<String> unreachable) -> edges.put(link.edge.name, Set.copyOf(unreachable));
        }
        serve();
    }

    /** Reads on in a partition, to the log's end or not quite. */
    void read(int partition) {
        SimOwned of = owned.get(partition);
        if (of != null) {
            read(partition, of);
        }
        serve();
    }

    private void read(int partition, SimOwned of) {
        long lost = world.log.start(partition) - 1;
        if (of.readThrough() < lost) {
            of.lost(lost);
        }
        long from = of.readThrough();
        long end = world.log.end(partition);
        if (end <= from) {
            of.advanced(List.of(), from, world.log.nowMillis());
            return;
        }
        long through = world.chance.in(0.8) ? end : from + world.chance.between(1, (int) (end - from));
        List<Publication> read = world.log.records(partition, from, through);
        boolean atEnd = through == end;
        long covered = atEnd
                ? world.log.nowMillis()
                : read.isEmpty() ? 0 : read.getLast().timeMillis();
        of.advanced(read, through, covered);
        if (!atEnd) {
            world.agenda.in(world.chance.millis(1, 50), () -> post(() -> read(partition)));
        }
    }

    /** Does what is due each second, or more often: reads, reports, heartbeats. */
    void beat() {
        serveHoldings();
        for (int partition : List.copyOf(owned.keySet())) {
            read(partition);
        }
        owned.values().forEach(SimOwned::report);
        links.values().forEach(link -> link.send(new ToEdge.Heartbeat()));
        serve();
    }

    void crash() {
        up = false;
        leaving = false;
        SimLeader leader = world.ownership.leader();
        if (leader != null && leader.node != this) {
            int ended = run;
            boolean gone = world.chance.in(0.5);
            world.agenda.in(world.chance.millis(1, 100), () -> leader.left(node, ended, gone));
        }
        run++;
        thread.close();
        owned.clear();
        attachedOnce.clear();
        for (SimLink link : List.copyOf(links.values())) {
            link.cut();
        }
        links.clear();
        edges.clear();
        world.trace.note(() -> node + " crashes");
    }

    void start() {
        thread = newThread();
        holdings = newHoldings();
        index = newIndex();
        room = new RecentRoom();
        up = true;
        world.trace.note(() -> node + " starts");
    }

    private Mailbox newThread() {
        return new Mailbox(world.agenda, world.chance, 2);
    }

    /** Sends what can be sent. */
    void serve() {
        for (SimOwned of : List.copyOf(owned.values())) {
            while (of.feed.serve()) {
                // Every turn sends something or searches on, so it ends.
            }
        }
    }

    private void withFeed(int partition, Consumer<PartitionFeed> action) {
        PartitionFeed feed = feed(partition);
        if (feed != null) {
            action.accept(feed);
        }
    }

    /** Sends on a link, if it still stands. */
    void send(String link, ToEdge message) {
        SimLink to = links.get(link);
        if (to != null) {
            to.send(message);
        }
    }
}

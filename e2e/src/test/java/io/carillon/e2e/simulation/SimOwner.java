package io.carillon.e2e.simulation;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import io.carillon.core.table.PartitionTable;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.link.PartitionFeed;
import io.carillon.fanout.link.Reader;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Holdings;
import io.carillon.fanout.ownership.Partition;
import java.time.Duration;
import java.util.ArrayList;
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
    private final Map<Integer, PartitionFeed> feeds = new TreeMap<>();
    private final Map<Integer, SimKeys> keys = new TreeMap<>();
    private final Map<String, SimLink> links = new LinkedHashMap<>();
    private final Map<String, Set<String>> edges = new TreeMap<>();
    private final Map<Integer, Set<SimLink>> attachedOnce = new TreeMap<>();
    private Mailbox thread;
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
            PartitionFeed feed = feeds.get(partition);
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

    @Nullable PartitionFeed feed(int partition) {
        return feeds.get(partition);
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
        PartitionFeed before = feeds.get(partition);
        if (before != null && before.epoch() >= epoch) {
            return;
        }
        release(partition, epoch - 1);
        long known = Math.max(-1, world.log.end(partition) - world.chance.between(0, 3));
        var output = new FeedOutput(partition, run);
        var feed =
                new PartitionFeed(partition, epoch, known, world.log.nowMillis(), world.scenario.feedLimits(), output);
        output.feed = feed;
        feeds.put(partition, feed);
        keys.put(partition, new SimKeys(world, this, partition, known));
        fill(partition, feed);
        world.trace.note(() -> node + " owns " + partition + " epoch " + epoch + " from " + known);
        world.invariants.forEach(invariant -> invariant.owned(world, this, partition, epoch));
        read(partition);
    }

    /** Takes something of what was before into memory. */
    private void fill(int partition, PartitionFeed feed) {
        long start = feed.recentStart();
        long after = Math.max(world.log.start(partition) - 1, start - 5);
        if (after < start) {
            feed.fill(after, world.past.heard(partition, after, start));
        }
    }

    /** Returns what this node knows of the keys of a partition; null if it does not believe to own it. */
    @Nullable SimKeys keys(int partition) {
        return keys.get(partition);
    }

    /** Ends the ownership of a partition up to an epoch, and says so to those who followed. */
    void release(int partition, long epoch) {
        PartitionFeed feed = feeds.get(partition);
        if (feed == null || feed.epoch() > epoch) {
            return;
        }
        feeds.remove(partition);
        keys.remove(partition);
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
        feeds.values().forEach(feed -> feed.detach(link.id));
    }

    void received(SimLink link, ToOwner message) {
        if (link.isBroken() || !links.containsKey(link.id)) {
            return;
        }
        world.trace.note(() -> link.edge.name + " -> " + node + " " + message);
        switch (message) {
            case ToOwner.Attach attach -> {
                PartitionFeed feed = feeds.get(attach.partition());
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
        withFeed(partition, feed -> {
            long lost = world.log.start(partition) - 1;
            SimKeys ofPartition = keys.get(partition);
            if (feed.through() < lost && ofPartition != null) {
                ofPartition.lost(lost);
                feed.lost(lost);
            }
            long from = feed.through();
            long end = world.log.end(partition);
            if (end <= from) {
                feed.appended(List.of(), from, world.log.nowMillis());
                return;
            }
            long through = world.chance.in(0.8) ? end : from + world.chance.between(1, (int) (end - from));
            List<Publication> read = world.log.records(partition, from, through);
            boolean atEnd = through == end;
            long covered = atEnd
                    ? world.log.nowMillis()
                    : read.isEmpty() ? 0 : read.getLast().timeMillis();
            SimKeys judge = keys.get(partition);
            if (judge != null && judge.judge(feed, read, through, covered) && !atEnd) {
                world.agenda.in(world.chance.millis(1, 50), () -> post(() -> read(partition)));
            }
        });
        serve();
    }

    /** Does what is due each second, or more often: reads, reports, heartbeats. */
    void beat() {
        serveHoldings();
        for (int partition : List.copyOf(feeds.keySet())) {
            read(partition);
        }
        feeds.values().forEach(PartitionFeed::report);
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
        feeds.clear();
        keys.clear();
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
        up = true;
        world.trace.note(() -> node + " starts");
    }

    private Mailbox newThread() {
        return new Mailbox(world.agenda, world.chance, 2);
    }

    private void serve() {
        for (PartitionFeed feed : List.copyOf(feeds.values())) {
            while (feed.serve()) {
                // Every turn sends something or searches on, so it ends.
            }
        }
    }

    private void withFeed(int partition, Consumer<PartitionFeed> action) {
        PartitionFeed feed = feeds.get(partition);
        if (feed != null) {
            action.accept(feed);
        }
    }

    /** What one feed wants, for one run of the node. */
    private final class FeedOutput implements PartitionFeed.Output {

        private final int partition;
        private final int run;
        private @Nullable PartitionFeed feed;

        FeedOutput(int partition, int run) {
            this.partition = partition;
            this.run = run;
        }

        @Override
        public void send(String link, ToEdge message) {
            SimLink to = links.get(link);
            if (to != null) {
                to.send(message);
            }
        }

        @Override
        public void readHistory(Reader link, HistoryQuery query) {
            later(asking -> answer(asking, link, query));
        }

        @Override
        public void findLast(Reader link, LastSearch search, long after) {
            later(asking -> search(asking, link, search, after));
        }

        /** Lets the log answer after a while, unless nobody waits for it any more. */
        private void later(Consumer<PartitionFeed> answer) {
            world.historyReads++;
            world.agenda.in(
                    world.chance.millis(1, world.scenario.historyMillis()),
                    () -> post(() -> {
                        PartitionFeed asking = feed;
                        if (asking != null && SimOwner.this.run == run && feeds.get(partition) == asking) {
                            answer.accept(asking);
                            serve();
                        }
                    }));
        }

        private void search(PartitionFeed asking, Reader link, LastSearch search, long after) {
            if (world.chance.in(world.scenario.historyFailure())) {
                asking.historyFailed(link);
                return;
            }
            for (Publication publication :
                    world.past.heard(partition, after, search.searchedTo()).reversed()) {
                search.take(publication);
                if (world.chance.in(0.02)) {
                    search.giveUp();
                    world.log.searchGivenUp();
                    break;
                }
            }
            asking.lastFound(link, search);
        }

        private void answer(PartitionFeed asking, Reader link, HistoryQuery query) {
            long until = query.until();
            long after = query.after() == ToOwner.FROM_TIME
                    ? world.log.before(partition, query.sinceMillis())
                    : query.after();
            if (world.chance.in(world.scenario.historyFailure())) {
                asking.historyFailed(link);
            } else {
                if (after >= until) {
                    long place = Math.min(after, world.log.end(partition));
                    asking.historyRead(link, place, place, List.of());
                    return;
                }
                List<Publication> all = world.past.heard(partition, after, until).stream()
                        .filter(publication ->
                                query.channels().isEmpty() || query.channels().contains(publication.channel()))
                        .toList();
                var page = new ArrayList<Publication>();
                int bytes = 0;
                for (Publication publication : all) {
                    if (!page.isEmpty() && bytes + publication.weight() > query.maxBytes()) {
                        break;
                    }
                    page.add(publication);
                    bytes += publication.weight();
                }
                long from = Math.max(after, world.log.start(partition) - 1);
                long through = page.size() == all.size()
                        ? Math.max(from, until)
                        : page.getLast().offset();
                asking.historyRead(link, from, through, page);
            }
        }
    }
}

package io.carillon.fanout.membership;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.table.PartitionTable;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.leadership.Progress;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Holdings;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import io.carillon.fanout.ownership.PublishedCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * This node as a member of the cluster: reports to the leader, and serves what was agreed on.
 *
 * <p>Runs on a thread of its own from {@link #start} to {@link #close}. While no leader answers it goes on with what was
 * last agreed on.
 */
public final class Membership implements AutoCloseable {

    /** What the node knows about itself. */
    public interface Node {

        /** Serves what the table gives this node, and nothing else. */
        void serve(PartitionTable table);

        /** Returns since when the log has not answered. */
        Duration fetchAge();

        /** Returns the edges that have a link here, with the nodes that each of them cannot reach. */
        Map<String, Set<String>> edges();

        /** Returns how far it is with the partitions that it serves and whose end of the log it has found. */
        Map<Integer, Progress> progress();
    }

    /** How soon the leader hears that the target of a move is ready. */
    private static final Duration WHILE_MOVING = Duration.ofMillis(20);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final Command.Register self;
    private final Duration heartbeat;
    private final PublishedCluster published;
    private final Node node;
    private final LeaderSession session;
    private final Ticker ticker;
    private final Thread thread;

    private final Object servingLock = new Object();

    @GuardedBy("servingLock") private final Holdings holdings;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock") private boolean poked;

    private volatile boolean closed;
    private volatile boolean leaving;
    /**
     * Makes a member that has not spoken yet.
     *
     * @param self how the node wants to be registered
     * @param heartbeat how often it reports
     * @param patience how long it waits for an answer before it asks another node
     * @param linger how long it serves a partition after another node became its owner
     * @param own this node's own desk, for when it leads itself
     * @param leaderAddress where the leader's mesh listener is, if this node knows
     * @param peers the mesh listeners of other nodes, to ask when it does not
     */
    public Membership(
            Command.Register self,
            Duration heartbeat,
            Duration patience,
            Duration linger,
            PublishedCluster published,
            Node node,
            Desk own,
            Supplier<Optional<String>> leaderAddress,
            Supplier<List<String>> peers,
            Sessions sessions,
            Ticker ticker) {
        this.self = self;
        this.heartbeat = heartbeat;
        this.published = published;
        this.node = node;
        this.ticker = ticker;
        session = new LeaderSession(self.address(), patience, own, leaderAddress, peers, sessions, ticker);
        holdings = new Holdings(self.node(), self.start(), linger);
        thread = Thread.ofPlatform().name("membership").daemon().unstarted(this::run);
    }

    /** Begins to report and to serve. */
    public void start() {
        published.watchClusters(_ -> {
            serve();
            poke();
        });
        thread.start();
    }

    /** Returns how long ago the leader last answered that it heard this node, or empty if it never has. */
    public Optional<Duration> sinceHeard() {
        return session.sinceHeard();
    }

    /** Returns how far the owners of all partitions are, as the leader last told. */
    public Map<Integer, Progress> progress() {
        return session.progress();
    }

    /**
     * Has all partitions moved to others, and waits until they are and the edges have followed, or until the limit.
     *
     * @return whether nobody needs this node any more; false at once if there is no other to take anything over
     */
    public boolean leave(Duration limit) throws InterruptedException {
        leaving = true;
        poke();
        long begin = ticker.nanos();
        while (ownsAny() || isFollowed()) {
            if (ticker.nanos() - begin >= limit.toNanos() || (ownsAny() && isAlone())) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(WHILE_MOVING.toNanos());
        }
        return true;
    }

    private boolean isFollowed() {
        return node.progress().values().stream().anyMatch(progress -> progress.followers() > 0);
    }

    private boolean isAlone() {
        Cluster cluster = published.cluster();
        return cluster.members().values().stream()
                .noneMatch(member -> !member.id().equals(self.node()) && cluster.isEligible(member));
    }

    private boolean ownsAny() {
        return published.cluster().partitions().stream().anyMatch(partition -> partition.isOwnedBy(self.node()));
    }

    private void poke() {
        lock.lock();
        try {
            poked = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Serves what the newest cluster says; also called now and then, since some of it is for a while only. */
    private void serve() {
        synchronized (servingLock) {
            Cluster cluster = published.cluster();
            if (cluster.generation() != null && cluster.generation().id().equals(self.generation())) {
                node.serve(holdings.follow(cluster, ticker.nanos()));
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                serve();
                session.report(
                        new MemberReport(self, node.fetchAge(), ready(), node.edges(), node.progress(), leaving));
                await(isMoving() ? WHILE_MOVING : heartbeat);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = wait.toNanos();
            while (!poked && !closed && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            poked = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isMoving() {
        return published.cluster().partitions().stream().anyMatch(partition -> partition.isMovingTo(self.node()));
    }

    private Map<Integer, Long> ready() {
        Cluster cluster = published.cluster();
        Member member = cluster.members().get(self.node());
        if (member == null || member.start() != self.start()) {
            return Map.of();
        }
        var ready = new HashMap<Integer, Long>();
        node.progress().forEach((number, progress) -> {
            Partition.Move move = number < cluster.partitions().size()
                    ? cluster.partitions().get(number).move()
                    : null;
            if (move != null && move.target().equals(self.node()) && move.epoch() == progress.epoch()) {
                ready.put(number, progress.epoch());
            }
        });
        return ready;
    }

    @Override
    public void close() {
        closed = true;
        poke();
        thread.interrupt();
        try {
            if (!thread.isAlive() || thread.join(CLOSE_LIMIT)) {
                session.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.carillon.fanout;

import io.carillon.core.time.Ticker;
import io.carillon.fanout.consensus.RaftNode;
import io.carillon.fanout.leadership.Leader;
import io.carillon.fanout.leadership.VoterPlan;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Member;
import io.carillon.runtime.discovery.NodeAddress;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Sees to it that there are as many voters as wanted, while this node leads: asks the plan now and then, and changes one vote
 * at a time; and that a node leads that reads the log that was agreed on. On a virtual thread from {@link #start} to {@link #close}.
 */
final class VoterKeeper implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(VoterKeeper.class.getName());

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** A change takes as long as the newcomer needs to read what was agreed on. */
    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(30);

    private final String nodeId;
    private final RaftNode raft;
    private final Leader leader;
    private final Supplier<Cluster> cluster;
    private final Supplier<VoterPlan> plans;
    private final BooleanSupplier outdated;
    private final LeadershipHandOver handOver;
    private final Ticker ticker;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("voters").unstarted(this::run);

    /**
     * Makes a keeper that has not started.
     *
     * @param cluster what this node has applied
     * @param plans makes a plan for a term
     * @param outdated whether the others agreed on another log than the one that this node reads
     */
    VoterKeeper(
            String nodeId,
            RaftNode raft,
            Leader leader,
            Supplier<Cluster> cluster,
            Supplier<VoterPlan> plans,
            BooleanSupplier outdated,
            LeadershipHandOver handOver,
            Ticker ticker) {
        this.nodeId = nodeId;
        this.raft = raft;
        this.leader = leader;
        this.cluster = cluster;
        this.plans = plans;
        this.outdated = outdated;
        this.handOver = handOver;
        this.ticker = ticker;
    }

    void start() {
        thread.start();
    }

    private void run() {
        VoterPlan plan = plans.get();
        long term = -1;
        try {
            while (!closed.await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
                if (raft.isLeader() && outdated.getAsBoolean()) {
                    handOver.run();
                } else if (raft.isLeader()) {
                    if (raft.term() != term) {
                        term = raft.term();
                        plan = plans.get();
                    }
                    look(plan);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(VoterPlan plan) throws InterruptedException {
        List<NodeAddress> voters = raft.voters();
        Set<String> ids = voters.stream().map(NodeAddress::nodeId).collect(Collectors.toSet());
        Cluster now = cluster.get();
        Set<String> live = leader.live().stream()
                .filter(id -> Optional.ofNullable(now.members().get(id))
                        .filter(member -> member.state() == Member.State.ACTIVE)
                        .isPresent())
                .collect(Collectors.toSet());
        Optional<Set<String>> next = plan.next(nodeId, ids, live, ticker.nanos());
        if (next.isPresent()) {
            change(voters, addresses(next.get(), voters, now));
        }
    }

    private static List<NodeAddress> addresses(Set<String> ids, List<NodeAddress> voters, Cluster cluster) {
        var known = voters.stream().collect(Collectors.toMap(NodeAddress::nodeId, Function.identity()));
        return ids.stream()
                .map(id -> {
                    Member member = cluster.members().get(id);
                    NodeAddress voter = known.get(id);
                    return voter != null || member == null
                            ? Optional.ofNullable(voter)
                            : Optional.of(new NodeAddress(id, member.raftAddress()));
                })
                .flatMap(Optional::stream)
                .toList();
    }

    private void change(List<NodeAddress> from, List<NodeAddress> to) throws InterruptedException {
        LOGGER.log(Level.INFO, "changes the voters from {0} to {1}", from, to);
        try {
            raft.changeVoters(from, to).get(CHANGE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            LOGGER.log(Level.INFO, "voters are {0}", to);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.log(Level.WARNING, "voters not changed, will try again", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}

package io.carillon.fanout;

import io.carillon.fanout.consensus.RaftNode;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Member;
import io.carillon.runtime.discovery.NodeAddress;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Has another voter lead instead of this node. */
final class LeadershipHandOver {

    private static final System.Logger LOGGER = System.getLogger(LeadershipHandOver.class.getName());

    /** How long it may take; without it the others elect a leader after a moment, or this node goes on. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final String nodeId;
    private final RaftNode raft;
    private final Supplier<Cluster> cluster;

    /**
     * Makes it.
     *
     * @param cluster what this node has applied
     */
    LeadershipHandOver(String nodeId, RaftNode raft, Supplier<Cluster> cluster) {
        this.nodeId = nodeId;
        this.raft = raft;
        this.cluster = cluster;
    }

    /** Hands leadership over, if this node has it and there is a voter that may own partitions. */
    void run() throws InterruptedException {
        Optional<String> successor = raft.isLeader() ? successor() : Optional.empty();
        if (successor.isPresent()) {
            try {
                raft.transferLeadership(successor.get(), LIMIT).get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOGGER.log(Level.INFO, "leadership not handed to {0}: {1}", successor.get(), e);
            }
        }
    }

    private Optional<String> successor() {
        Cluster now = cluster.get();
        return raft.voters().stream()
                .map(NodeAddress::nodeId)
                .filter(id -> !id.equals(nodeId))
                .filter(id -> {
                    Member member = now.members().get(id);
                    return member != null && now.isEligible(member);
                })
                .findFirst();
    }
}

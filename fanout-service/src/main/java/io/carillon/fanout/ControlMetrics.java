package io.carillon.fanout;

import io.carillon.fanout.consensus.RaftNode;
import io.carillon.fanout.leadership.Leader;
import io.carillon.fanout.ownership.Partition;
import io.carillon.fanout.ownership.PublishedCluster;
import io.carillon.runtime.observe.Metrics;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Shows what a node knows of Raft, of the table, and of what it did as leader. */
final class ControlMetrics {

    private ControlMetrics() {}

    /**
     * Registers the metrics.
     *
     * @param sinceHeard how long ago the leader last answered, empty if it never has
     */
    static void show(
            Metrics metrics,
            RaftNode raft,
            Leader leader,
            PublishedCluster published,
            Supplier<Optional<Duration>> sinceHeard) {
        metrics.gauge("push_raft_leader", "Whether this node leads, 1 or 0", () -> raft.isLeader() ? 1 : 0);
        metrics.gauge("push_raft_term", "Raft's term", raft::term);
        metrics.gauge(
                "push_raft_voters",
                "Nodes that have a vote",
                () -> raft.voters().size());
        metrics.gauge(
                "push_ownership_table_version",
                "Version of the partition table that this node has applied",
                () -> published.cluster().version());
        metrics.gauge(
                "push_ownership_contact_age_seconds",
                "Since when no leader has heard this node; -1 if none ever has",
                () -> sinceHeard.get().map(age -> age.toNanos() / 1e9).orElse(-1.0));
        metrics.gauge(
                "push_ownership_moving_partitions",
                "Partitions that are moving between nodes",
                () -> count(published, partition -> partition.move() != null));
        metrics.gauge(
                "push_ownership_orphaned_partitions",
                "Partitions that nobody owns",
                () -> count(published, partition -> partition.owner() == null));
        commands(metrics, "obeyed", leader.tally()::obeyed);
        commands(metrics, "stale", leader.tally()::stale);
        commands(metrics, "failed", leader.tally()::failed);
    }

    private static long count(PublishedCluster published, Predicate<Partition> which) {
        return published.cluster().partitions().stream().filter(which).count();
    }

    private static void commands(Metrics metrics, String outcome, LongSupplier count) {
        metrics.counter(
                "push_ownership_commands_total",
                "What this node put before the others as leader",
                count,
                "outcome",
                outcome);
    }
}

package io.carillon.fanout;

import io.carillon.core.log.LogFollower;
import io.carillon.fanout.delivery.PartitionStatus;
import io.carillon.fanout.kafka.RevocationReader;
import io.carillon.fanout.kafka.SkipReason;
import io.carillon.fanout.kafka.SkippedRecords;
import io.carillon.fanout.revocation.RevocationBook;
import io.carillon.runtime.observe.Metrics;
import java.util.function.ToLongFunction;

/** A fanout node's figures, all read where they are kept. */
final class FanoutMetrics {

    private FanoutMetrics() {}

    static void show(Metrics metrics, FanoutNode node, LogFollower log, SkippedRecords skipped) {
        metrics.gauge("push_fanout_links", "Edges that have a link", node.mesh()::links);
        metrics.gauge("push_fanout_table_watches", "Edges and ingests that watch the table", node.mesh()::tableWatches);
        metrics.gauge(
                "push_fanout_owned_partitions",
                "Partitions that this node owns",
                () -> node.delivery().status().size());
        metrics.gauge(
                "push_fanout_lag_offsets",
                "How far the slowest follower is behind what was read of its partition",
                () -> node.delivery().status().stream()
                        .mapToLong(PartitionStatus::lag)
                        .max()
                        .orElse(0));
        metrics.gauge(
                "push_fanout_recent_bytes",
                "Publications kept in memory for edges that are close behind",
                () -> sum(node, PartitionStatus::recentBytes));
        metrics.counter(
                "push_fanout_history_hits_total", "Readers of the past served from memory", node.delivery()::recalls);
        metrics.counter(
                "push_fanout_history_misses_total",
                "Readers of the past for whom the log was asked",
                node.delivery().history()::questions);
        metrics.counter(
                "push_fanout_history_read_bytes_total",
                "Publications read from the log for readers of the past",
                node.delivery().history()::bytesRead);
        metrics.gauge(
                "push_fanout_history_index_bytes",
                "Memory of the index of channels in the log",
                node.delivery().history().index()::bytes);
        metrics.gauge(
                "push_fanout_idempotency_keys",
                "Idempotency keys that are remembered, or have room promised",
                node.delivery()::keys);
        metrics.gauge(
                "push_fanout_mailbox_commands", "Commands that wait for the pumps", node.delivery()::waitingCommands);
        metrics.gauge(
                "push_fanout_fetch_age_seconds",
                "Since when the log has not answered a fetch",
                () -> log.fetchAge().toNanos() / 1e9);
        metrics.counter(
                "push_fanout_publications_total", "Publications read from the log", node.delivery()::publicationsRead);
        for (SkipReason reason : SkipReason.values()) {
            metrics.counter(
                    "push_fanout_records_skipped_total",
                    "Records of the topic that are no publications",
                    () -> skipped.count(reason),
                    "reason",
                    reason.label());
        }
    }

    static void show(Metrics metrics, RevocationBook book, RevocationReader reader) {
        metrics.gauge(
                "push_fanout_revocations", "Principals and tokens that this node knows are not let in", book::size);
        metrics.gauge(
                "push_fanout_revocations_fetch_age_seconds",
                "Since when the log of revocations has not answered",
                () -> reader.fetchAge().toNanos() / 1e9);
    }

    private static long sum(FanoutNode node, ToLongFunction<PartitionStatus> figure) {
        return node.delivery().status().stream().mapToLong(figure).sum();
    }
}

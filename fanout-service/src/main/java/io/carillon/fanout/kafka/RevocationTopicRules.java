package io.carillon.fanout.kafka;

import static io.carillon.fanout.kafka.TopicRules.mendable;
import static io.carillon.fanout.kafka.TopicRules.value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What a topic must be like to be the log of revocations: it keeps the last word about everybody, for as long as a token may
 * live, and may drop what is older.
 *
 * @param keep least time for which the topic has to keep a record
 */
record RevocationTopicRules(Duration keep) implements TopicRules {

    private static final String BOTH = TopicConfig.CLEANUP_POLICY_COMPACT + ',' + TopicConfig.CLEANUP_POLICY_DELETE;
    private static final String FOR_EVER = "-1";

    /** By how much longer a new topic keeps revocations than it has to, since clocks differ, by minutes at most. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    @Override
    public Map<String, String> configOf(TopicPlan plan) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                BOTH,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(keep.plus(CLOCKS).toMillis()),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                "false",
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(plan.minInSyncReplicas()));
    }

    @Override
    public List<String> essential() {
        return List.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.RETENTION_MS_CONFIG,
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    }

    @Override
    public List<String> problems(TopicPlan plan, int partitions, Config config) {
        List<String> problems = new ArrayList<>();
        if (partitions != plan.partitions()) {
            problems.add("topic %s: %d partitions (expected: %d). Name a new topic, and say there again who is revoked"
                    .formatted(plan.name(), partitions, plan.partitions()));
        }
        String cleanup = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            problems.add(mendable(plan, TopicConfig.CLEANUP_POLICY_CONFIG, cleanup, '[' + BOTH + ']'));
        }
        String retention = value(config, TopicConfig.RETENTION_MS_CONFIG);
        if (cleanup.contains(TopicConfig.CLEANUP_POLICY_DELETE) && isShort(retention)) {
            // A revocation that is dropped while tokens live lets them in again.
            problems.add(mendable(plan, TopicConfig.RETENTION_MS_CONFIG, retention, Long.toString(keep.toMillis())));
        }
        String unclean = value(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG);
        if (!unclean.equals("false")) {
            problems.add(mendable(plan, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, unclean, "false"));
        }
        return problems;
    }

    private boolean isShort(String retention) {
        return !retention.equals(FOR_EVER) && Long.parseLong(retention) < keep.toMillis();
    }
}

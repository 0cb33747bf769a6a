package io.carillon.fanout.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/** What a topic must be like to be the log, as settings for a new one and as checks on one that is there. */
final class TopicRules {

    private TopicRules() {}

    /** Returns the settings of a topic that is made by us. */
    static Map<String, String> configOf(TopicPlan plan) {
        return Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                "false",
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(plan.minInSyncReplicas()));
    }

    /** Returns everything for which the topic must be refused. */
    static List<String> problems(TopicPlan plan, int partitions, Config config) {
        List<String> problems = new ArrayList<>();
        if (partitions != plan.partitions()) {
            problems.add(
                    "topic %s: %d partitions (expected: %d as configured). A topic's partition count never changes in place: configure %d, or name a new topic"
                            .formatted(plan.name(), partitions, plan.partitions(), partitions));
        }
        String timestamps = value(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
        if (!timestamps.equals("LogAppendTime")) {
            // Cursors resume by time, so the times must be the log's own and not a producer's.
            problems.add(mendable(plan, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, timestamps, "LogAppendTime"));
        }
        String cleanup = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            problems.add(mendable(plan, TopicConfig.CLEANUP_POLICY_CONFIG, cleanup, TopicConfig.CLEANUP_POLICY_DELETE));
        }
        String unclean = value(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG);
        if (!unclean.equals("false")) {
            problems.add(mendable(plan, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, unclean, "false"));
        }
        return problems;
    }

    /** Returns the refusal of a topic that is not there and must not be made. */
    static String missing(TopicPlan plan) {
        return "topic %s: missing (expected: present, since this node may not make it). Make it with: kafka-topics.sh --create --topic %s --partitions %d --replication-factor %d --config message.timestamp.type=LogAppendTime --config min.insync.replicas=%d"
                .formatted(
                        plan.name(),
                        plan.name(),
                        plan.partitions(),
                        plan.replicationFactor(),
                        plan.minInSyncReplicas());
    }

    private static String mendable(TopicPlan plan, String key, String actual, String expected) {
        return "topic %s: %s=%s (expected: %s). Mend it with: kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config %s=%s"
                .formatted(plan.name(), key, actual, expected, plan.name(), key, expected);
    }

    private static String value(Config config, String key) {
        var entry = config.get(key);
        return entry == null || entry.value() == null ? "" : entry.value();
    }
}

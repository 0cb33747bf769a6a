package io.carillon.fanout.kafka;

import static io.carillon.fanout.kafka.TopicRules.mendable;
import static io.carillon.fanout.kafka.TopicRules.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/** What a topic must be like to be the log. */
final class LogTopicRules implements TopicRules {

    @Override
    public Map<String, String> configOf(TopicPlan plan) {
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

    @Override
    public List<String> essential() {
        return List.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    }

    @Override
    public List<String> problems(TopicPlan plan, int partitions, Config config) {
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
}

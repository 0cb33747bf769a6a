package io.carillon.fanout.kafka;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;

/** What a topic must be like to be of use, as settings for a new one and as checks on one that is there. */
interface TopicRules {

    /** Returns the settings of a topic that is made by us. */
    Map<String, String> configOf(TopicPlan plan);

    /** Returns those of the settings, in order, that somebody who makes the topic by hand has to give. */
    List<String> essential();

    /** Returns everything for which the topic must be refused. */
    List<String> problems(TopicPlan plan, int partitions, Config config);

    /** Returns the refusal of a topic that is not there and must not be made. */
    default String missing(TopicPlan plan) {
        Map<String, String> config = configOf(plan);
        return "topic %s: missing (expected: present, since this node may not make it). Make it with: kafka-topics.sh --create --topic %s --partitions %d --replication-factor %d %s"
                .formatted(
                        plan.name(),
                        plan.name(),
                        plan.partitions(),
                        plan.replicationFactor(),
                        essential().stream()
                                .map(key -> "--config " + key + '=' + config.get(key))
                                .collect(Collectors.joining(" ")));
    }

    /** Returns the refusal of a setting that is not as it has to be. */
    static String mendable(TopicPlan plan, String key, String actual, String expected) {
        return "topic %s: %s=%s (expected: %s). Mend it with: kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config %s=%s"
                .formatted(plan.name(), key, actual, expected, plan.name(), key, expected);
    }

    /** Returns a setting of a topic, empty if it has none of this name. */
    static String value(Config config, String key) {
        var entry = config.get(key);
        return entry == null || entry.value() == null ? "" : entry.value();
    }
}

package io.carillon.fanout.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The settings of the Kafka clients: our defaults, over them what the operator passes through as {@code push.kafka.*},
 * and over that what reading rests on, which cannot be changed.
 */
final class KafkaSettings {

    private static final Map<String, Object> COMMON_DEFAULTS = Map.of(
            CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50L,
            CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L,
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 1_000L,
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, 3_000L,
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
            CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);

    private static final Map<String, Object> LIVE_DEFAULTS = Map.of(
            // Small per partition, so that a hot one cannot starve the others.
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            256 * 1024,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            8 * 1024 * 1024,
            // A partition that is newly owned is asked for when the fetch under way has come back, and not before: that
            // is how long its edges wait in a move where little else is published.
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            50,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            2_000);

    private static final Map<String, Object> HISTORY_DEFAULTS = Map.of(
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            1024 * 1024,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            1024 * 1024,
            // Ranges end where records are known to be, so waiting at the log's end is only ever in vain.
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            50,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            500);

    private static final Map<String, Object> CONSUMER_FIXED = Map.of(
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            "classic",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class.getName(),
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class.getName());

    private KafkaSettings() {}

    /**
     * Returns the settings of the consumer that follows the owned partitions.
     *
     * @throws IllegalArgumentException if {@code passedThrough} would change what reading rests on
     */
    static Map<String, Object> live(Map<String, String> passedThrough) {
        return merge(LIVE_DEFAULTS, passedThrough, CONSUMER_FIXED);
    }

    /**
     * Returns the settings of the consumers that read back.
     *
     * @throws IllegalArgumentException if {@code passedThrough} would change what reading rests on
     */
    static Map<String, Object> history(Map<String, String> passedThrough) {
        return merge(HISTORY_DEFAULTS, passedThrough, CONSUMER_FIXED);
    }

    /** Returns the settings of the client that asks about the topic. */
    static Map<String, Object> admin(Map<String, String> passedThrough) {
        Map<String, String> known = new HashMap<>(passedThrough);
        known.keySet().retainAll(AdminClientConfig.configNames());
        return merge(Map.of(), known, Map.of());
    }

    private static Map<String, Object> merge(
            Map<String, Object> defaults, Map<String, String> passedThrough, Map<String, Object> fixed) {
        if (passedThrough
                .getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "")
                .isBlank()) {
            throw new IllegalArgumentException(
                    "push.kafka.bootstrap.servers: missing (expected: host:port of brokers)");
        }
        Map<String, Object> settings = new HashMap<>(COMMON_DEFAULTS);
        settings.putAll(defaults);
        settings.putAll(passedThrough);
        fixed.forEach((key, value) -> {
            String given = passedThrough.get(key);
            if (given != null && !given.equals(value.toString())) {
                throw new IllegalArgumentException(
                        "push.kafka." + key + ": " + given + " (expected: " + value + ", which reading rests on)");
            }
            settings.put(key, value);
        });
        return settings;
    }
}

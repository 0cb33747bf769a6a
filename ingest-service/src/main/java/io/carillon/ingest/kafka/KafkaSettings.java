package io.carillon.ingest.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of the Kafka clients: our defaults, over them what the operator passes through as {@code push.kafka.*},
 * and over that what the log's promises rest on, which cannot be changed.
 */
final class KafkaSettings {

    private static final Map<String, Object> PRODUCER_DEFAULTS = Map.of(
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.BATCH_SIZE_CONFIG,
            64 * 1024,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            64L * 1024 * 1024,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            10_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            3_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            1_000L,
            // A topic that is idle for long stays known; asking for it again would make the next publisher wait.
            ProducerConfig.METADATA_MAX_IDLE_CONFIG,
            24L * 60 * 60 * 1000);

    private static final Map<String, Object> PRODUCER_FIXED = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            5,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class.getName(),
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class.getName());

    /** Short, since the probe has to notice within two seconds that a broker is gone, and that it is back. */
    private static final Map<String, Object> ADMIN_DEFAULTS = Map.of(
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 900,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 900);

    private static final Map<String, Object> COMMON_DEFAULTS = Map.of(
            CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50L,
            CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L,
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 1_000L,
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, 3_000L,
            CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);

    private KafkaSettings() {}

    /**
     * Returns the producer's settings.
     *
     * @throws IllegalArgumentException if {@code passedThrough} would change what the log's promises rest on
     */
    static Map<String, Object> producer(Map<String, String> passedThrough) {
        return merge(PRODUCER_DEFAULTS, passedThrough, PRODUCER_FIXED);
    }

    /** Returns the settings of the client that the probe asks with. */
    static Map<String, Object> admin(Map<String, String> passedThrough) {
        Map<String, String> withoutProducer = new HashMap<>(passedThrough);
        withoutProducer.keySet().retainAll(AdminClientConfig.configNames());
        // The operator's timeouts are meant for appends; a probe that waits as long would notice nothing in time.
        withoutProducer.keySet().removeAll(ADMIN_DEFAULTS.keySet());
        return merge(ADMIN_DEFAULTS, withoutProducer, Map.of());
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
                throw new IllegalArgumentException("push.kafka." + key + ": " + given + " (expected: " + value
                        + ", which the log's promises rest on)");
            }
            settings.put(key, value);
        });
        return settings;
    }
}

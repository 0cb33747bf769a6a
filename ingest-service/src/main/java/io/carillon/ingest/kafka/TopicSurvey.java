package io.carillon.ingest.kafka;

import io.carillon.core.position.Generation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks once at the log's topic: which one it is, and which of its partitions take appends.
 *
 * <p>Not thread-safe; it remembers what cannot change without the topic becoming another one.
 */
final class TopicSurvey {

    /** Bounds one look. With the time between looks it stays below the two seconds in which trouble must be known. */
    private static final long LIMIT_MILLIS = 1_000;

    private static final LogState NO_ANSWER = new LogState.Down("no broker answered within " + LIMIT_MILLIS + " ms");

    private final String topic;
    private Uuid knownTopicId = Uuid.ZERO_UUID;
    private int knownPartitionCount;
    private int minInSyncReplicas = 1;

    TopicSurvey(String topic) {
        this.topic = topic;
    }

    LogState look(Admin admin) throws InterruptedException {
        try {
            TopicDescription description =
                    await(admin.describeTopics(List.of(topic)).topicNameValues(), topic);
            int partitionCount = description.partitions().size();
            if (!description.topicId().equals(knownTopicId)) {
                minInSyncReplicas = readMinInSyncReplicas(admin);
                knownTopicId = description.topicId();
                knownPartitionCount = partitionCount;
            }
            if (partitionCount != knownPartitionCount) {
                // Readers would take what is now written for records in a foreign partition, and skip them.
                return new LogState.Down("topic " + topic + ": " + partitionCount + " partitions (expected: "
                        + knownPartitionCount + " as before; a new partition count needs a new topic)");
            }
            return new LogState.Up(
                    Generation.of(knownTopicId.toString(), partitionCount), closedPartitions(description));
        } catch (TimeoutException _) {
            return NO_ANSWER;
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case UnknownTopicOrPartitionException _ ->
                    new LogState.Down(
                            "topic " + topic + ": missing (expected: made by the fanout service when it starts)");
                // Kafka's words for these have times in them, and so would be news at every look.
                case org.apache.kafka.common.errors.TimeoutException _, DisconnectException _ -> NO_ANSWER;
                case null, default -> new LogState.Down(KafkaFailure.words(e));
            };
        }
    }

    private Set<Integer> closedPartitions(TopicDescription description) {
        Set<Integer> closed = new HashSet<>();
        for (TopicPartitionInfo partition : description.partitions()) {
            boolean led = partition.leader() != null && !partition.leader().isEmpty();
            if (!led || partition.isr().size() < minInSyncReplicas) {
                closed.add(partition.partition());
            }
        }
        return closed;
    }

    private int readMinInSyncReplicas(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = await(admin.describeConfigs(List.of(resource)).values(), resource);
        return Integer.parseInt(
                config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value());
    }

    private static <K, T> T await(Map<K, KafkaFuture<T>> answers, K asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        return Objects.requireNonNull(answers.get(asked)).get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }
}

package io.carillon.e2e.system;

import io.carillon.testkit.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The log's topic as any other program sees it that speaks to Kafka, with Kafka's own defaults. */
public final class Topic implements AutoCloseable {

    /** Its name. */
    public static final String NAME = "push.messages";

    /** Held, since java.util.logging forgets the level of a logger that nobody holds: each client tells all its settings. */
    private static final Logger CHATTER = Logger.getLogger("org.apache.kafka");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;
    private final KafkaProducer<String, String> producer;

    public Topic(String bootstrapServers) {
        CHATTER.setLevel(Level.WARNING);
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer());
    }

    /** Writes a record where the producer's own partitioner puts it, and waits until it is acknowledged. */
    public RecordMetadata write(@Nullable String key, @Nullable String value) {
        return write(new ProducerRecord<>(NAME, key, value));
    }

    /** Writes a record to a partition, and waits until it is acknowledged. */
    public RecordMetadata write(int partition, String key, String value) {
        return write(new ProducerRecord<>(NAME, partition, key, value));
    }

    /** Returns how many partitions it has. */
    public int partitionCount() {
        return producer.partitionsFor(NAME).size();
    }

    /** Returns all records of all partitions, up to where they end now. */
    public List<ConsumerRecord<String, String>> readAll() {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(NAME).stream()
                    .map(partition -> new TopicPartition(NAME, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Deadline deadline = Deadline.in(PATIENCE);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (deadline.hasPassed()) {
                    throw new AssertionError("read " + records.size() + " records within " + PATIENCE
                            + " (expected: up to " + ends + ")");
                }
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private RecordMetadata write(ProducerRecord<String, String> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw new AssertionError("not written: " + record, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}

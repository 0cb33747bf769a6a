package io.carillon.standalone.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.kafka.SkipReason;
import io.carillon.testkit.wait.Eventually;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other producers write into the topic as well: what is a publication is heard, and what is not harms nobody. */
class RecordsOfOthersTest {

    private static final int PARTITION_COUNT = 2;
    private static final String CHANNEL = "orders";
    private static final int PARTITION = Partitioner.partitionOf(CHANNEL, PARTITION_COUNT);

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private KafkaFixture log;

    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void openLog() throws Exception {
        log = KafkaFixture.onSharedBroker(PARTITION_COUNT);
        log.follower().own(PARTITION, -1, listener);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void hearsAProducerThatLeavesThePartitionToKafka() {
        try (var producer = producer(Map.of())) {
            send(producer, null, CHANNEL.getBytes(UTF_8), "{ \"number\" : 7 }".getBytes(UTF_8));
        }

        await("the publication", () -> listener.through() == 0);

        assertThat(listener.publications()).hasSize(1);
        Publication heard = listener.publications().getFirst();
        assertThat(heard.channel()).isEqualTo(CHANNEL);
        assertThat(heard.value()).hasToString("{\"number\":7}");
    }

    @Test
    void skipsAndCountsWhatIsNoPublication() throws Exception {
        byte[] channel = CHANNEL.getBytes(UTF_8);
        byte[] value = "1".getBytes(UTF_8);
        try (var producer = producer(Map.of())) {
            send(producer, PARTITION, null, value);
            send(producer, PARTITION, "a,b".getBytes(UTF_8), value);
            send(producer, PARTITION, new byte[] {(byte) 0xc3, 0x28}, value);
            send(producer, PARTITION, "x".repeat(256).getBytes(UTF_8), value);
            send(producer, PARTITION, channelElsewhere().getBytes(UTF_8), value);
            send(producer, PARTITION, channel, null);
            send(producer, PARTITION, channel, "{\"number\":".getBytes(UTF_8));
            send(producer, PARTITION, channel, value);
        }

        await("the last record", () -> listener.through() == 7);

        assertThat(listener.publications()).extracting(Publication::offset).containsExactly(7L);
        assertThat(log.skipped().count(SkipReason.MISSING_CHANNEL)).isEqualTo(1);
        assertThat(log.skipped().count(SkipReason.INVALID_CHANNEL)).isEqualTo(3);
        assertThat(log.skipped().count(SkipReason.FOREIGN_PARTITION)).isEqualTo(1);
        assertThat(log.skipped().count(SkipReason.MISSING_VALUE)).isEqualTo(1);
        assertThat(log.skipped().count(SkipReason.BROKEN_VALUE)).isEqualTo(1);
        assertThat(log.history().read(PARTITION, -1, 7, 10_000).publications()).isEqualTo(listener.publications());
    }

    @Test
    void coversSkippedRecordsAtTheEndOfTheLog() {
        try (var producer = producer(Map.of())) {
            send(producer, PARTITION, CHANNEL.getBytes(UTF_8), "no json".getBytes(UTF_8));
        }

        await("the record", () -> listener.through() == 0);

        assertThat(listener.publications()).isEmpty();
    }

    @Test
    void hearsCommittedTransactionsOnlyAndCoversTheirMarkers() throws Exception {
        try (var producer = producer(Map.of("transactional.id", log.topic()))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, PARTITION, CHANNEL.getBytes(UTF_8), "\"aborted\"".getBytes(UTF_8));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, PARTITION, CHANNEL.getBytes(UTF_8), "\"committed\"".getBytes(UTF_8));
            producer.commitTransaction();
        }

        // Two records and two markers.
        await("the last marker", () -> listener.through() == 3);

        assertThat(listener.values()).containsExactly("\"committed\"");
        assertThat(log.history().end(PARTITION)).isEqualTo(4);
        assertThat(log.history().read(PARTITION, -1, 3, 10_000).through()).isEqualTo(3);
    }

    @Test
    void countsNoTimeAsCoveredWhileATransactionIsOpen() {
        await("progress", () -> listener.timeMillis() > 0);
        try (var producer = producer(Map.of("transactional.id", log.topic()))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, PARTITION, CHANNEL.getBytes(UTF_8), "1".getBytes(UTF_8));
            producer.flush();
            long openSince = System.currentTimeMillis();

            await("time to pass", () -> System.currentTimeMillis() > openSince + 1_500);
            long coveredMeanwhile = listener.timeMillis();
            producer.commitTransaction();
            await("the publication", () -> listener.values().size() == 1);
            await("progress", () -> listener.timeMillis() > openSince + 1_500);

            assertThat(coveredMeanwhile).isLessThanOrEqualTo(openSince);
        }
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(log.kafka());
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        settings.putAll(more);
        return new KafkaProducer<>(settings);
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer,
            @Nullable Integer partition,
            byte @Nullable [] key,
            byte @Nullable [] value) {
        var _ = producer.send(new ProducerRecord<>(log.topic(), partition, key, value));
    }

    private static String channelElsewhere() {
        return IntStream.range(0, 100)
                .mapToObj(number -> "channel-" + number)
                .filter(channel -> Partitioner.partitionOf(channel, PARTITION_COUNT) != PARTITION)
                .findFirst()
                .orElseThrow();
    }

    private void await(String promise, BooleanSupplier condition) {
        Eventually.eventually().observing(() -> listener).until(promise, condition);
    }
}

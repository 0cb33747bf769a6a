package io.carillon.ingest.kafka;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.log.AppendOutcome;
import io.carillon.core.log.KeyHeaders;
import io.carillon.core.log.LogAppender;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.PublishKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Appends publications to the log's topic: key is the channel, value the JSON value, partition ours to choose.
 *
 * <p>An append ends as {@link AppendOutcome.Appended} once all replicas in sync have it, and never earlier. While the probe
 * finds the log down, nothing is sent. What is sent and not acknowledged in time ends as {@link AppendOutcome.Unknown},
 * and the producer goes on trying for some seconds more ({@code delivery.timeout.ms}), so it may still appear. How much
 * may be under way is bounded by the producer's {@code buffer.memory}; beyond it, appends are unavailable.
 *
 * <p>Safe for use by many threads. A call waits only where the producer has not met the topic's leader yet, or has no
 * buffer left, and then for at most {@code max.block.ms}, a second.
 */
public final class KafkaAppender implements LogAppender, AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(KafkaAppender.class.getName());
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final Map<String, Object> settings;
    private final String topic;
    private final Duration acknowledgeWithin;
    private final Supplier<LogState> log;

    private final Object lock = new Object();
    /** Guarded by {@code lock}. */
    private @Nullable Producer<byte[], byte[]> producer;
    /** Guarded by {@code lock}. */
    private boolean closed;

    /**
     * Creates an appender; it connects with the first append, unless told to {@link #connect} before.
     *
     * @param kafka the Kafka settings that are passed through, {@code bootstrap.servers} among them
     * @param topic the log's topic
     * @param acknowledgeWithin how long an append may take before its outcome is unknown; 2 s by default
     * @param log what is known about the log, as {@link LogProbe#state} says it
     * @throws IllegalArgumentException if a setting is missing, or would take away what the log promises
     */
    public KafkaAppender(Map<String, String> kafka, String topic, Duration acknowledgeWithin, Supplier<LogState> log) {
        this.settings = KafkaSettings.producer(kafka);
        this.topic = topic;
        this.acknowledgeWithin = acknowledgeWithin;
        this.log = log;
    }

    /**
     * Connects ahead of the first append, which otherwise waits for it, some tenths of a second on a cold machine. It may be
     * left out, and it may fail without harm; appends connect again.
     */
    public void connect() {
        try {
            producer().partitionsFor(topic);
        } catch (KafkaException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "not connected yet cause={0}", KafkaFailure.words(e));
        }
    }

    @Override
    public CompletionStage<AppendOutcome> append(String channel, Payload value, @Nullable PublishKey key) {
        return switch (log.get()) {
            case LogState.Down(String why) -> unavailable(why);
            case LogState.Up(Generation generation, var closedPartitions) -> {
                int partition = Partitioner.partitionOf(channel, generation.partitionCount());
                yield closedPartitions.contains(partition)
                        ? unavailable("partition " + partition + " has no leader, or too few replicas in sync")
                        : send(generation, record(partition, channel, value, key));
            }
        };
    }

    private CompletionStage<AppendOutcome> send(Generation generation, ProducerRecord<byte[], byte[]> record) {
        var append = new PendingAppend(generation, this::stillSameLog);
        Producer<byte[], byte[]> sender = null;
        try {
            sender = producer();
            // What becomes of it is told to the callback, always.
            var _ = sender.send(record, append);
        } catch (InterruptException e) {
            // The producer has restored the flag: the caller stops. Nothing was queued.
            return unavailable("interrupted");
        } catch (KafkaException | IllegalStateException e) {
            retire(sender, e);
            return unavailable(KafkaFailure.words(e));
        }
        return append.outcome()
                .completeOnTimeout(
                        new AppendOutcome.Unknown("not acknowledged within " + acknowledgeWithin.toMillis() + " ms"),
                        acknowledgeWithin.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private ProducerRecord<byte[], byte[]> record(
            int partition, String channel, Payload value, @Nullable PublishKey key) {
        var record = new ProducerRecord<>(topic, partition, channel.getBytes(StandardCharsets.UTF_8), value.bytes());
        if (key != null) {
            KeyHeaders.of(key).forEach((name, bytes) -> record.headers().add(name, bytes));
        }
        return record;
    }

    private boolean stillSameLog(Generation generation) {
        return !(log.get() instanceof LogState.Up(Generation current, var _)) || current.equals(generation);
    }

    private Producer<byte[], byte[]> producer() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("appender is closed");
            }
            if (producer == null) {
                producer = new KafkaProducer<>(settings);
            }
            return producer;
        }
    }

    /** Replaces a producer that throws, since some failures leave one that never works again. */
    private void retire(@Nullable Producer<byte[], byte[]> broken, RuntimeException cause) {
        synchronized (lock) {
            if (broken == null || !broken.equals(producer)) {
                return;
            }
            producer = null;
        }
        LOGGER.log(System.Logger.Level.WARNING, "producer replaced cause={0}", KafkaFailure.words(cause));
        Thread.ofVirtual().start(() -> broken.close(Duration.ZERO));
    }

    private static CompletionStage<AppendOutcome> unavailable(String why) {
        return CompletableFuture.completedFuture(new AppendOutcome.Unavailable(why));
    }

    /** Waits up to three seconds for what is under way, then gives the rest up. */
    @Override
    public void close() {
        Producer<byte[], byte[]> last;
        synchronized (lock) {
            closed = true;
            last = producer;
            producer = null;
        }
        if (last != null) {
            last.close(CLOSE_LIMIT);
        }
    }
}

package io.carillon.ingest.kafka;

import io.carillon.core.access.Revocation;
import io.carillon.core.access.RevocationText;
import io.carillon.ingest.admin.RevocationLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Appends revocations to their topic, which fanout nodes have made.
 *
 * <p>Its producer is made for the first one: most processes never see any. Safe for use by many threads.
 */
public final class KafkaRevocations implements RevocationLog, AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    /** As many as anybody is patient for; the producer itself goes on trying a little longer. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private final String topic;
    private final Object lock = new Object();

    /** Guarded by {@code lock}. */
    private @Nullable Producer<byte[], byte[]> producer;

    /** Guarded by {@code lock}. */
    private boolean closed;

    /**
     * Creates an appender, which connects to nothing yet.
     *
     * @param kafka the Kafka settings that are passed through, {@code bootstrap.servers} among them
     * @throws IllegalArgumentException if a setting is missing, or would take away what the log promises
     */
    public KafkaRevocations(Map<String, String> kafka, String topic) {
        this.settings = KafkaSettings.producer(kafka);
        this.topic = topic;
    }

    @Override
    public Outcome append(Revocation revocation) throws InterruptedException {
        var record = new ProducerRecord<>(topic, 0, RevocationText.key(revocation), RevocationText.value(revocation));
        Thread caller = Thread.currentThread();
        var outcome = new CompletableFuture<Outcome>();
        try {
            var _ = producer()
                    .send(
                            record,
                            // The producer reports on the sender's own thread only what it could not even queue.
                            (_, failure) -> outcome.complete(outcome(failure, Thread.currentThread() != caller)));
            return outcome.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new Outcome.Unknown("not acknowledged within " + ANSWER_LIMIT.toMillis() + " ms");
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (ExecutionException | KafkaException | IllegalStateException e) {
            return new Outcome.Unavailable(KafkaFailure.words(e));
        }
    }

    private static Outcome outcome(@Nullable Exception failure, boolean queued) {
        if (failure == null) {
            return new Outcome.Written();
        }
        String why = KafkaFailure.words(failure);
        boolean nothingWritten = !queued || failure instanceof AuthorizationException;
        return nothingWritten ? new Outcome.Unavailable(why) : new Outcome.Unknown(why);
    }

    private Producer<byte[], byte[]> producer() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the process is about to end");
            }
            if (producer == null) {
                producer = new KafkaProducer<>(settings);
            }
            return producer;
        }
    }

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

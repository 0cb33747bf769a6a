package io.carillon.fanout.kafka;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.core.log.ValueCheck;
import io.carillon.core.position.Generation;
import io.carillon.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Reads back with a few consumers of its own, so that replays and links that lag never delay what is live.
 *
 * <p>As many reads run at a time as there are consumers; more wait for their turn, for five seconds at most. Safe for use
 * by many threads, virtual ones included.
 */
public final class HistoryReader implements LogHistory, AutoCloseable {

    /** Bounds the wait for a consumer, and then for the brokers. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final Map<String, Object> consumerSettings;
    private final Map<String, Object> adminSettings;
    private final String topic;
    private final RecordDecoder decoder;
    private final Ticker ticker;
    private final int consumerLimit;
    private final Semaphore turns;

    private final Object lock = new Object();
    /** Consumers that nobody uses, the one used last in front. Guarded by {@code lock}. */
    private final Deque<HistoryCursor> idle = new ArrayDeque<>();
    /** Guarded by {@code lock}. */
    private int consumers;
    /** Guarded by {@code lock}. */
    private @Nullable Admin admin;
    /** Guarded by {@code lock}. */
    private boolean closed;

    /**
     * Creates a reader; its consumers connect as they are needed.
     *
     * @param kafka the Kafka settings that are passed through, {@code bootstrap.servers} among them
     * @param topic the log's topic
     * @param generation the identity that {@link TopicSetup} found
     * @param values decides which values are publications' values, as it does for the {@link LiveReader}
     * @param ticker for measuring
     * @param consumerLimit how many reads may run at a time, and how many consumers there are at most, from 1 to 16
     * @throws IllegalArgumentException if a setting is missing, or would change what reading rests on
     */
    public HistoryReader(
            Map<String, String> kafka,
            String topic,
            Generation generation,
            ValueCheck values,
            Ticker ticker,
            int consumerLimit) {
        if (consumerLimit < 1 || consumerLimit > 16) {
            throw new IllegalArgumentException("consumerLimit: " + consumerLimit + " (expected: 1 to 16)");
        }
        this.consumerSettings = KafkaSettings.history(kafka);
        this.adminSettings = KafkaSettings.admin(kafka);
        this.topic = topic;
        this.decoder = new RecordDecoder(generation.partitionCount(), values);
        this.ticker = ticker;
        this.consumerLimit = consumerLimit;
        this.turns = new Semaphore(consumerLimit, true);
    }

    @Override
    public HistoryPage read(int partition, long after, long until, int maxBytes)
            throws LogUnavailableException, InterruptedException {
        if (until <= after) {
            return HistoryPage.empty(after);
        }
        if (!turns.tryAcquire(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new LogUnavailableException("all " + consumerLimit + " history consumers are busy");
        }
        try {
            return readInTurn(partition, after, until, maxBytes);
        } finally {
            turns.release();
        }
    }

    private HistoryPage readInTurn(int partition, long after, long until, int maxBytes)
            throws LogUnavailableException, InterruptedException {
        HistoryCursor cursor = null;
        boolean usable = false;
        try {
            cursor = acquire(partition, after);
            HistoryPage page = cursor.read(partition, after, until, maxBytes, ANSWER_LIMIT);
            usable = true;
            return page;
        } catch (InterruptException _) {
            throw interrupted();
        } catch (KafkaException e) {
            throw new LogUnavailableException("partition " + partition + ": " + e.getMessage(), e);
        } finally {
            if (cursor != null) {
                release(cursor, usable);
            }
        }
    }

    /** Takes the consumer that stands at the right place, else a new one, else the one that was not used for longest. */
    private HistoryCursor acquire(int partition, long after) {
        synchronized (lock) {
            if (closed) {
                throw new KafkaException("history reader is closed");
            }
            for (HistoryCursor cursor : idle) {
                if (cursor.standsAt(partition, after)) {
                    idle.remove(cursor);
                    return cursor;
                }
            }
            if (consumers == consumerLimit) {
                return idle.removeLast();
            }
            var cursor = new HistoryCursor(consumerSettings, topic, decoder, ticker);
            consumers++;
            return cursor;
        }
    }

    private void release(HistoryCursor cursor, boolean usable) {
        synchronized (lock) {
            if (usable && !closed) {
                idle.addFirst(cursor);
                return;
            }
            consumers--;
        }
        cursor.close();
    }

    @Override
    public long offsetAtTime(int partition, long timeMillis) throws LogUnavailableException, InterruptedException {
        long found = offset(partition, OffsetSpec.forTimestamp(timeMillis));
        return found < 0 ? end(partition) : found;
    }

    @Override
    public long earliest(int partition) throws LogUnavailableException, InterruptedException {
        return offset(partition, OffsetSpec.earliest());
    }

    @Override
    public long end(int partition) throws LogUnavailableException, InterruptedException {
        return offset(partition, OffsetSpec.latest());
    }

    private long offset(int partition, OffsetSpec wanted) throws LogUnavailableException, InterruptedException {
        var at = new TopicPartition(topic, partition);
        var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) ANSWER_LIMIT.toMillis());
        try {
            return admin().listOffsets(Map.of(at, wanted), options)
                    .partitionResult(at)
                    .get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (TimeoutException e) {
            throw new LogUnavailableException(
                    "partition " + partition + ": no answer within " + ANSWER_LIMIT.toMillis() + " ms", e);
        } catch (ExecutionException | KafkaException e) {
            throw new LogUnavailableException("partition " + partition + ": " + e.getMessage(), e);
        }
    }

    private Admin admin() {
        synchronized (lock) {
            if (closed) {
                throw new KafkaException("history reader is closed");
            }
            if (admin == null) {
                admin = Admin.create(adminSettings);
            }
            return admin;
        }
    }

    private static InterruptedException interrupted() {
        // Kafka's exception leaves the flag set; with ours it is clear, as everywhere in Java.
        Thread.interrupted();
        return new InterruptedException();
    }

    /** Closes what is idle; reads that are under way end by themselves. */
    @Override
    public void close() {
        Deque<HistoryCursor> closing;
        Admin closingAdmin;
        synchronized (lock) {
            closed = true;
            closing = new ArrayDeque<>(idle);
            idle.clear();
            consumers -= closing.size();
            closingAdmin = admin;
            admin = null;
        }
        closing.forEach(HistoryCursor::close);
        if (closingAdmin != null) {
            closingAdmin.close(Duration.ZERO);
        }
    }
}

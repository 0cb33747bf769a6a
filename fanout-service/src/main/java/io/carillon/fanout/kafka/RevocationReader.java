package io.carillon.fanout.kafka;

import io.carillon.core.access.Revocation;
import io.carillon.core.access.RevocationText;
import io.carillon.core.position.Generation;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.revocation.RevocationBook;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of revocations into the node's book, from its beginning and for ever.
 *
 * <p>Whatever goes wrong, it begins again from the beginning: the log is small, since it keeps one record about everybody,
 * and reading one twice changes nothing. One platform thread, from {@link #start} to {@link #close}.
 */
public final class RevocationReader implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(RevocationReader.class.getName());

    private static final Duration POLL_WAIT = Duration.ofMillis(200);

    /** How often the log is asked where it ends, and how long it may take to say: both are part of the five seconds. */
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);

    private static final Duration ANSWER_LIMIT = Duration.ofMillis(1_500);

    private static final Duration RETRY_WAIT = Duration.ofMillis(500);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final Map<String, String> kafka;
    private final TopicPlan topic;
    private final TopicSetup setup;
    private final RevocationBook book;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    /** Written by the reader's thread. */
    private volatile long answeredAtNanos;

    // From here on, everything belongs to the reader's thread.
    private boolean troubled;
    private long forgotAtNanos;

    /**
     * Creates a reader, which does nothing until it is started.
     *
     * @param kafka the Kafka settings that are passed through, {@code bootstrap.servers} among them
     * @param topic the topic, of one partition
     * @param setup makes the topic, or finds out which one it is
     * @param book is given what is read
     */
    public RevocationReader(
            Map<String, String> kafka,
            TopicPlan topic,
            TopicSetup setup,
            RevocationBook book,
            Ticker ticker,
            InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.topic = topic;
        this.setup = setup;
        this.book = book;
        this.ticker = ticker;
        this.clock = clock;
        this.answeredAtNanos = ticker.nanos();
        this.thread = Thread.ofPlatform().name("carillon-revocations").daemon().unstarted(this::run);
    }

    /** Begins to read. */
    public void start() {
        forgotAtNanos = ticker.nanos();
        thread.start();
    }

    /** Returns how long the log has not answered. */
    public Duration fetchAge() {
        return Duration.ofNanos(ticker.nanos() - answeredAtNanos);
    }

    private void run() {
        while (!closing) {
            try {
                if (setup.establish() instanceof TopicVerdict.Ready(Generation generation, var _)) {
                    read(generation);
                }
            } catch (WakeupException | InterruptException | InterruptedException _) {
                // Only the end wakes and interrupts.
                return;
            } catch (RuntimeException e) {
                complain(e);
            }
            book.readTo(0, false, false);
            rest();
        }
    }

    private void rest() {
        try {
            TimeUnit.NANOSECONDS.sleep(RETRY_WAIT.toNanos());
        } catch (InterruptedException _) {
            closing = true;
        }
    }

    private void read(Generation generation) {
        var partition = new TopicPartition(topic.name(), 0);
        var reading = new KafkaConsumer<byte[], byte[]>(KafkaSettings.live(kafka));
        try {
            consumer = reading;
            reading.assign(Set.of(partition));
            reading.seekToBeginning(Set.of(partition));
            long end = end(reading, partition);
            long next = reading.position(partition, ANSWER_LIMIT);
            book.begin(generation.id());
            while (!closing) {
                reading.poll(POLL_WAIT).forEach(this::take);
                next = Math.max(next, reading.position(partition, ANSWER_LIMIT));
                if (fetchAge().compareTo(ASK_EVERY) > 0) {
                    end = end(reading, partition);
                }
                if (end < next) {
                    LOGGER.log(Level.WARNING, "the log of revocations was made anew topic={0}", topic.name());
                    return;
                }
                book.readTo(next, next >= end, true);
                forget();
            }
        } finally {
            consumer = null;
            reading.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    /**
     * Asks where the log ends: an empty poll looks the same whether the log is quiet, gone, or another one by now.
     *
     * @throws KafkaException if nobody answers, or the topic is not there
     */
    private long end(Consumer<byte[], byte[]> reading, TopicPartition partition) {
        Long end = reading.endOffsets(Set.of(partition), ANSWER_LIMIT).get(partition);
        if (end == null) {
            throw new KafkaException("the end of " + partition + " is not known");
        }
        answeredAtNanos = ticker.nanos();
        troubled = false;
        return end;
    }

    private void take(ConsumerRecord<byte[], byte[]> consumed) {
        if (consumed.key() == null || consumed.value() == null) {
            LOGGER.log(Level.WARNING, "no revocation offset={0} cause=no key or no value", consumed.offset());
            return;
        }
        Optional<Revocation> revocation = RevocationText.read(consumed.key(), consumed.value());
        if (revocation.isEmpty()) {
            LOGGER.log(Level.WARNING, "no revocation offset={0} cause=not one of ours", consumed.offset());
        } else if (revocation.get().untilMillis() > clock.millis()) {
            book.add(consumed.offset(), revocation.get());
        }
    }

    private void forget() {
        if (ticker.nanos() - forgotAtNanos > FORGET_EVERY.toNanos()) {
            forgotAtNanos = ticker.nanos();
            book.forgetEnded(clock.millis());
        }
    }

    private void complain(RuntimeException trouble) {
        if (!troubled) {
            troubled = true;
            LOGGER.log(
                    Level.WARNING,
                    "the log of revocations is out of reach topic={0} cause={1}; goes on with those known",
                    topic.name(),
                    trouble.toString());
        }
    }

    @Override
    public void close() {
        closing = true;
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        thread.interrupt();
        try {
            boolean _ = thread.join(CLOSE_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

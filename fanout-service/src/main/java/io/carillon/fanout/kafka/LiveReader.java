package io.carillon.fanout.kafka;

import io.carillon.core.log.LogFollower;
import io.carillon.core.log.LogListener;
import io.carillon.core.log.ValueCheck;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Publication;
import io.carillon.core.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Follows all owned partitions with one consumer, which is what makes it cheap: one fetch per broker is under way, however
 * many partitions there are.
 *
 * <p>Threading: one platform thread reads and calls the listeners. The other methods may be called by any thread,
 * listeners included; they note what is wanted and wake the reader. Only the latest wish for a partition counts, so nothing
 * queues up. Lives from {@link #start} to {@link #close}.
 *
 * <p>While brokers are gone it keeps trying, says so once, and goes on by itself where it stood. When the topic turns out
 * to be another one, it reads nothing more, since offsets have lost their meaning, and says so to its owner.
 */
public final class LiveReader implements LogFollower, AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(LiveReader.class.getName());

    /** Bounds how late progress is told; a publication ends the wait at once. */
    private static final Duration POLL_WAIT = Duration.ofMillis(100);

    /** The same while it is asked where partitions end: edges wait for the answer, and the client does not tell of it. */
    private static final Duration SETTLING_WAIT = Duration.ofMillis(5);

    /** Well below the second within which listeners are promised to hear of progress. */
    private static final Duration ASK_EVERY = Duration.ofMillis(500);

    private static final Duration RETRY_WAIT = Duration.ofMillis(500);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final Map<String, Object> consumerSettings;
    private final Map<String, Object> adminSettings;
    private final String topic;
    private final Generation generation;
    private final RecordDecoder decoder;
    private final SkippedRecords skipped;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Consumer<Generation> onReplaced;
    private final FetchClock fetches;
    private final ReadingTrouble trouble;
    private final Thread thread;

    /** What is wanted, by partition: written by any thread, obeyed by the reader's. */
    private final Map<Integer, Following> wanted = new ConcurrentHashMap<>();

    private volatile boolean wantedChanged;
    private volatile boolean closing;

    /** Written by the reader's thread; others wake it. */
    private volatile @Nullable LiveConsumer consumer;

    /** Written by the reader's thread. */
    private volatile @Nullable LogWatch watch;

    // From here on, everything belongs to the reader's thread.
    private long askedAtNanos;
    private long heardAnswers;

    /**
     * Creates a reader, which does nothing until it is started.
     *
     * @param kafka the Kafka settings that are passed through, {@code bootstrap.servers} among them
     * @param topic the log's topic
     * @param generation the identity that {@link TopicSetup} found
     * @param values decides which values are publications' values
     * @param skipped counts the records that are none
     * @param ticker for measuring
     * @param clock for stamping what is covered; it should agree with the brokers' clocks within a few seconds
     * @param onReplaced called once, on the reader's thread, with the generation of the topic that has taken the place of
     *     ours; the reader is of no more use then
     * @throws IllegalArgumentException if a setting is missing, or would change what reading rests on
     */
    public LiveReader(
            Map<String, String> kafka,
            String topic,
            Generation generation,
            ValueCheck values,
            SkippedRecords skipped,
            Ticker ticker,
            InstantSource clock,
            Consumer<Generation> onReplaced) {
        this.consumerSettings = KafkaSettings.live(kafka);
        this.adminSettings = KafkaSettings.admin(kafka);
        this.topic = topic;
        this.generation = generation;
        this.decoder = new RecordDecoder(generation.partitionCount(), values);
        this.skipped = skipped;
        this.ticker = ticker;
        this.clock = clock;
        this.onReplaced = onReplaced;
        this.fetches = new FetchClock(ticker);
        this.trouble = new ReadingTrouble(ticker, fetches);
        this.askedAtNanos = ticker.nanos() - ASK_EVERY.toNanos();
        this.thread = Thread.ofPlatform().name("log-reader").daemon().unstarted(this::run);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    @Override
    public void own(int partition, long after, LogListener listener) {
        want(partition, new Following(partition, after + 1, listener));
    }

    @Override
    public void ownFromEnd(int partition, LogListener listener) {
        want(partition, new Following(partition, Following.AT_END, listener));
    }

    private void want(int partition, Following following) {
        if (partition < 0 || partition >= generation.partitionCount()) {
            throw new IllegalArgumentException(
                    "partition: " + partition + " (expected: 0 to " + (generation.partitionCount() - 1) + ")");
        }
        wanted.put(partition, following);
        wake();
    }

    @Override
    public void release(int partition) {
        wanted.remove(partition);
        wake();
    }

    @Override
    public void pause(int partition, LogListener listener) {
        setPaused(partition, listener, true);
    }

    @Override
    public void resume(int partition, LogListener listener) {
        setPaused(partition, listener, false);
    }

    private void setPaused(int partition, LogListener listener, boolean paused) {
        Following following = wanted.get(partition);
        // An earlier listener may speak late; nobody would ever take back what it asked of its successor.
        if (following != null && following.isFor(listener) && following.paused() != paused) {
            following.pause(paused);
            wake();
        }
    }

    @Override
    public Duration fetchAge() {
        return fetches.age();
    }

    @Override
    public boolean isConfirmed() {
        LogWatch asked = watch;
        return asked != null && asked.isConfirmed();
    }

    private void wake() {
        wantedChanged = true;
        if (Thread.currentThread() != thread) {
            LiveConsumer asleep = consumer;
            if (asleep != null) {
                asleep.wake();
            }
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        try {
            while (!closing && !Thread.currentThread().isInterrupted()) {
                try {
                    turn();
                } catch (InterruptException _) {
                    // The client has restored the flag, which ends the loop.
                } catch (WakeupException _) {
                    // Woken outside the poll: the next turn obeys what is wanted, and repeats what was cut short.
                } catch (RuntimeException e) {
                    startOver(e);
                }
            }
        } finally {
            disconnect();
        }
    }

    private void turn() {
        LiveConsumer reading = connect();
        if (wantedChanged) {
            // Before the wishes are read, so that one which comes meanwhile is obeyed in the next turn.
            wantedChanged = false;
            reading.follow(wanted);
            askedAtNanos = ticker.nanos() - ASK_EVERY.toNanos();
        }
        if (reading.followings().isEmpty()) {
            fetches.look(false);
            tellProgress(reading);
            LockSupport.parkNanos(this, POLL_WAIT.toNanos());
            return;
        }
        try {
            reading.settleEnds();
            deliver(reading, reading.poll(reading.isSettling() ? SETTLING_WAIT : POLL_WAIT));
        } catch (OffsetOutOfRangeException e) {
            reading.mend(e);
        }
        fetches.look(reading.fetching());
        tellProgress(reading);
        trouble.look();
        skipped.turnWindow();
    }

    private void deliver(LiveConsumer reading, ConsumerRecords<byte[], byte[]> records) {
        records.nextOffsets().forEach((at, next) -> {
            Following following = reading.followings().get(at.partition());
            // Who was released meanwhile hears no more, although the records have come.
            if (following != null && wanted.get(at.partition()) == following && next.offset() > following.next()) {
                List<ConsumerRecord<byte[], byte[]>> batch = records.records(at);
                long lastMillis = batch.isEmpty() ? 0 : batch.getLast().timestamp();
                following.advance(decode(batch), next.offset(), lastMillis, endOf(at));
            }
        });
    }

    private List<Publication> decode(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Publication> publications = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            switch (decoder.decode(record)) {
                case Decoded.Heard(Publication publication) -> publications.add(publication);
                case Decoded.Skipped(SkipReason reason) -> skipped.note(record.partition(), record.offset(), reason);
            }
        }
        return publications;
    }

    private LogWatch.End endOf(TopicPartition at) {
        LogWatch asked = watch;
        return asked == null ? LogWatch.End.UNKNOWN : asked.end(at.partition());
    }

    private void tellProgress(LiveConsumer reading) {
        LogWatch asked = watch;
        if (asked == null) {
            return;
        }
        asked.successor().ifPresent(this::stopFor);
        long now = ticker.nanos();
        if (now - askedAtNanos >= ASK_EVERY.toNanos()) {
            askedAtNanos = now;
            asked.ask(reading.followings().keySet());
        }
        long answers = asked.answers();
        if (answers != heardAnswers) {
            heardAnswers = answers;
            reading.followings().forEach((partition, following) -> {
                if (!following.paused() && wanted.get(partition) == following) {
                    following.tellProgress(asked.end(partition));
                }
            });
        }
    }

    private void stopFor(Generation successor) {
        closing = true;
        LOGGER.log(
                System.Logger.Level.ERROR,
                "topic was made anew name={0} generation={1} successor={2}; nothing more is read",
                topic,
                generation.id(),
                successor.id());
        onReplaced.accept(successor);
    }

    /** Begins anew with another consumer, since one that threw may be of no more use. Nothing that was heard is lost. */
    private void startOver(RuntimeException cause) {
        trouble.failed(cause);
        disconnect();
        LockSupport.parkNanos(this, RETRY_WAIT.toNanos());
    }

    private LiveConsumer connect() {
        LiveConsumer connected = consumer;
        if (connected == null) {
            connected = new LiveConsumer(consumerSettings, topic, fetches);
            consumer = connected;
            wantedChanged = true;
            watch = new LogWatch(Admin.create(adminSettings), topic, generation, clock, ticker);
            heardAnswers = 0;
        }
        return connected;
    }

    private void disconnect() {
        LiveConsumer connected = consumer;
        consumer = null;
        if (connected != null) {
            connected.close();
        }
        LogWatch asked = watch;
        watch = null;
        if (asked != null) {
            asked.close();
        }
    }

    /** Ends reading; a call to a listener that is under way is waited for, up to three seconds. */
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
            thread.interrupt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

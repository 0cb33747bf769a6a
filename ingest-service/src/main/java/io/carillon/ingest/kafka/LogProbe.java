package io.carillon.ingest.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers every half second whether the log takes appends, and which log it is. Within two seconds of a broker's
 * end or return, {@link #state} says so.
 *
 * <p>Threading: one thread of its own asks; {@link #state} may be read by any. Lives from {@link #start} to
 * {@link #close}.
 */
public final class LogProbe implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(LogProbe.class.getName());

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Map<String, Object> adminSettings;
    private final TopicSurvey survey;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile LogState state = new LogState.Down("not asked yet");

    /** Written by the thread alone. */
    private @Nullable Admin admin;

    /**
     * Creates a probe, which does nothing until it is started.
     *
     * @param kafka the Kafka settings that are passed through, {@code bootstrap.servers} among them
     * @param topic the log's topic
     * @throws IllegalArgumentException if a setting is missing
     */
    public LogProbe(Map<String, String> kafka, String topic) {
        this.adminSettings = KafkaSettings.admin(kafka);
        this.survey = new TopicSurvey(topic);
        this.thread = Thread.ofPlatform().name("log-probe").daemon().unstarted(this::run);
    }

    /** Begins to ask. */
    public void start() {
        thread.start();
    }

    /** Returns what was found out last. */
    public LogState state() {
        return state;
    }

    /** Returns whether publishes can be accepted: the readiness of the ingest. */
    public boolean ready() {
        return state instanceof LogState.Up up && up.appendable();
    }

    private void run() {
        try {
            do {
                become(ask());
            } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
        }
    }

    private LogState ask() throws InterruptedException {
        try {
            // Made here, and made again, since a broker's name that cannot be resolved yet fails the making.
            if (admin == null) {
                admin = Admin.create(adminSettings);
            }
            return survey.look(admin);
        } catch (KafkaException e) {
            return new LogState.Down(KafkaFailure.words(e));
        }
    }

    private void become(LogState next) {
        LogState before = state;
        state = next;
        switch (next) {
            case LogState.Down(String why)
            when !(before instanceof LogState.Down(String known) && known.equals(why)) ->
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "log cannot be appended to why={0} retryIn={1}ms",
                        why,
                        INTERVAL.toMillis());
            case LogState.Up up
            when !up.equals(before) ->
                LOGGER.log(
                        System.Logger.Level.INFO,
                        "log can be appended to generation={0} partitions={1} closedPartitions={2}",
                        up.generation().id(),
                        Integer.toString(up.generation().partitionCount()),
                        up.closedPartitions());
            case LogState.Down _, LogState.Up _ -> {}
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
            thread.interrupt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

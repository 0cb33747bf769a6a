package io.carillon.e2e.system;

import io.carillon.testkit.client.HttpReply;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the numbers from 0 to each of some channels, one after the other and in step with nobody, whatever the answers
 * are, until it is stopped; and remembers the answers.
 *
 * <p>Each channel has a publisher of its own, so one that waits for an answer does not hold up the others.
 */
public final class NumberedLoad implements AutoCloseable {

    private final URI service;
    private final Duration pause;
    private final Pass pass;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Thread> publishers = new ArrayList<>();

    /**
     * A publication that was tried.
     *
     * @param channel where to
     * @param number what
     * @param startNanos when it was sent
     * @param endNanos when it was answered, or the connection ended
     * @param reply the answer, empty if there was none
     */
    public record Attempt(String channel, int number, long startNanos, long endNanos, Optional<HttpReply> reply) {

        /** Returns the status, 0 without an answer. */
        public int status() {
            return reply.map(HttpReply::status).orElse(0);
        }

        /** Returns whether the log has it for sure. */
        public boolean isAccepted() {
            return status() == 202;
        }

        /** Returns the receipt of one that was accepted. */
        public Receipt receipt() {
            return Receipt.of(reply.orElseThrow());
        }

        /** Returns how long the answer took. */
        public Duration took() {
            return Duration.ofNanos(endNanos - startNanos);
        }

        @Override
        public String toString() {
            return channel + '#' + number + " status=" + status() + " took=" + took();
        }
    }

    /** Begins to publish. */
    public NumberedLoad(RunningCarillon carillon, List<String> channels, Duration pause) {
        this(carillon.http("/"), channels, pause);
    }

    /** Begins to publish to whoever takes publications at a URI. */
    public NumberedLoad(URI service, List<String> channels, Duration pause) {
        this(service, channels, pause, Pass.NONE);
    }

    /** Begins to publish as somebody who has something to show. */
    public NumberedLoad(URI service, List<String> channels, Duration pause, Pass pass) {
        this.service = service;
        this.pause = pause;
        this.pass = pass;
        for (String channel : channels) {
            publishers.add(Thread.ofVirtual().name("load-of-" + channel).start(() -> publish(channel)));
        }
    }

    /** Returns what was tried so far and is decided, in the order of the decisions. */
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Returns those of a channel that were accepted so far, in order. */
    public List<Attempt> accepted(String channel) {
        return attempts.stream()
                .filter(attempt -> attempt.channel().equals(channel) && attempt.isAccepted())
                .toList();
    }

    /** Stops publishing, and waits for the last answers. */
    public void stop() {
        stopped.countDown();
        try {
            for (Thread publisher : publishers) {
                publisher.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void publish(String channel) {
        PublishConnection connection = null;
        try {
            int number = 0;
            do {
                long startNanos = System.nanoTime();
                HttpReply reply = null;
                try {
                    connection = connection == null ? new PublishConnection(service, pass) : connection;
                    reply = connection.attempt(channel, String.valueOf(number));
                } catch (UncheckedIOException | AssertionError _) {
                    // The other side is gone, or about to be; the next attempt tries anew.
                }
                if (reply == null || reply.header("Connection").equalsIgnoreCase("close")) {
                    close(connection);
                    connection = null;
                }
                attempts.add(new Attempt(channel, number++, startNanos, System.nanoTime(), Optional.ofNullable(reply)));
            } while (!stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close(connection);
        }
    }

    private static void close(@Nullable PublishConnection connection) {
        if (connection != null) {
            connection.close();
        }
    }
}

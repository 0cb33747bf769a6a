package io.carillon.e2e.crowd;

import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.SseEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Subscribers of one channel, all connected at about the same time. */
final class Crowd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<SseClient> clients = new CopyOnWriteArrayList<>();
    private final List<Long> connectMillis = new CopyOnWriteArrayList<>();

    private Crowd() {}

    /**
     * Gathers a crowd, each of which has had its first heartbeat.
     *
     * @param atOnce how many connect at the same time
     */
    static Crowd of(RunningCarillon carillon, String channel, int count, int atOnce) {
        var crowd = new Crowd();
        var turn = new Semaphore(atOnce);
        inParallel(count, _ -> {
            turn.acquireUninterruptibly();
            try {
                long began = System.nanoTime();
                var client =
                        SseClient.connect(carillon.dial(Transport.SSE, channel).within(PATIENCE));
                crowd.clients.add(client);
                client.next(event -> event.event().equals("heartbeat"), PATIENCE);
                crowd.connectMillis.add(
                        Duration.ofNanos(System.nanoTime() - began).toMillis());
            } finally {
                turn.release();
            }
        });
        return crowd;
    }

    List<SseClient> clients() {
        return clients;
    }

    /** Waits until everybody has had an event, and returns each one's. */
    List<SseEvent> awaitEvent(String name) {
        List<SseEvent> events = new ArrayList<>();
        for (SseClient client : clients) {
            events.add(client.next(event -> event.event().equals(name), PATIENCE));
        }
        return events;
    }

    /** Says how long connecting took, for people to read. */
    String connectTimes() {
        long[] sorted = connectMillis.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return "connecting took p50 " + sorted[sorted.length / 2] + " ms, p99 " + sorted[sorted.length * 99 / 100]
                + " ms, max " + sorted[sorted.length - 1] + " ms for " + sorted.length + " clients";
    }

    @Override
    public void close() {
        clients.forEach(SseClient::close);
    }

    private static void inParallel(int count, Consumer<Integer> task) {
        List<Thread> threads = new ArrayList<>();
        var failures = new CopyOnWriteArrayList<Throwable>();
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    task.accept(number);
                } catch (RuntimeException | AssertionError e) {
                    failures.add(e);
                }
            }));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(
                    failures.size() + " of " + count + " clients failed; the first:", failures.getFirst());
        }
    }
}

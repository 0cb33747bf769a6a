package io.carillon.e2e.cluster;

import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.Pass;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client as it should be: comes back with its last cursor whenever its connection ends, to the next edge if the one it was
 * at does not answer; and remembers what it heard on which connection.
 */
final class ReturningClient implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("\\{\"channel\":\"([^\"]+)\",\"message\":([0-9]+)}");

    private final String name;
    private final Transport transport;
    private final List<ClusterNode> edges;
    private final List<String> channels;
    private final Pass pass;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, Queue<Message>> messages = new ConcurrentHashMap<>();
    private final Map<String, Set<Integer>> numbers = new ConcurrentHashMap<>();
    private final Queue<String> gaps = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long firstHeartbeatNanos;
    private volatile @Nullable Subscriber present;
    private String cursor = "";

    /**
     * A message as it was heard.
     *
     * @param connection which of the client's connections, from 1
     * @param offset its place in its partition
     * @param number what was published
     * @param atNanos when it came
     */
    record Message(int connection, long offset, int number, long atNanos) {}

    /**
     * Connects, and goes on until it is closed.
     *
     * @param edges where to connect, the preferred one first
     */
    ReturningClient(Transport transport, List<ClusterNode> edges, List<String> channels) {
        this(transport, edges, channels, Pass.NONE);
    }

    /** Connects as somebody who has something to show, anew for each connection. */
    ReturningClient(Transport transport, List<ClusterNode> edges, List<String> channels, Pass pass) {
        this.name = transport + " at " + edges.getFirst().name();
        this.transport = transport;
        this.edges = List.copyOf(edges);
        this.channels = List.copyOf(channels);
        this.pass = pass;
        this.thread = Thread.ofVirtual().name("client-" + name).start(this::run);
    }

    /** Waits for the first heartbeat. */
    void awaitBegin() throws InterruptedException {
        if (!begun.await(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(this + ": no heartbeat within " + Cluster.PATIENCE);
        }
    }

    List<String> channels() {
        return channels;
    }

    /** Returns when its first heartbeat came: what is published later is promised to be heard. */
    long firstHeartbeatNanos() {
        return firstHeartbeatNanos;
    }

    int connections() {
        return connections.get();
    }

    /** Returns the numbers heard of a channel so far. */
    Set<Integer> numbers(String channel) {
        return numbers.getOrDefault(channel, Set.of());
    }

    /** Returns the messages of a channel in the order in which they were heard. */
    List<Message> messages(String channel) {
        return List.copyOf(messages.getOrDefault(channel, new ConcurrentLinkedQueue<>()));
    }

    /** Returns the data of all gaps it was told of. */
    List<String> gaps() {
        return List.copyOf(gaps);
    }

    private void run() {
        int turn = 0;
        try {
            while (!closed) {
                if (!listen(edges.get(turn % edges.size()))) {
                    turn++;
                }
                // As an EventSource would, only sooner.
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(20, 200));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens until the connection ends; returns whether there was one that served. */
    private boolean listen(ClusterNode edge) {
        boolean served = false;
        try (Subscriber subscriber = transport.open(dial(edge))) {
            present = subscriber;
            int connection = connections.incrementAndGet();
            while (!closed) {
                Heard heard = subscriber.next();
                remember(connection, heard);
                served |= !heard.id().isEmpty();
            }
        } catch (AssertionError | RuntimeException _) {
            // The connection could not be made, or has ended, or nothing comes any more.
        }
        return served && edge.runs();
    }

    private Dial dial(ClusterNode edge) {
        String resume = cursor.isEmpty() ? "" : "&lastEventId=" + cursor;
        URI uri = edge.uri("http", transport.path() + "?channels=" + String.join(",", channels) + resume);
        return pass.show(Dial.to(uri));
    }

    private void remember(int connection, Heard heard) {
        if (!heard.id().isEmpty()) {
            cursor = heard.id();
        }
        if (heard.isHeartbeat() && begun.getCount() > 0) {
            firstHeartbeatNanos = heard.atNanos();
            begun.countDown();
        }
        if (heard.event().equals("gap")) {
            gaps.add(heard.data());
        }
        if (heard.event().equals("message")) {
            number(heard).ifPresent(matcher -> {
                String channel = matcher.group(1);
                int number = Integer.parseInt(matcher.group(2));
                long offset = heard.cursor().positions().getFirst().offset();
                messages.computeIfAbsent(channel, _ -> new ConcurrentLinkedQueue<>())
                        .add(new Message(connection, offset, number, heard.atNanos()));
                numbers.computeIfAbsent(channel, _ -> ConcurrentHashMap.newKeySet())
                        .add(number);
            });
        }
    }

    private static Optional<Matcher> number(Heard heard) {
        Matcher matcher = NUMBER.matcher(heard.data());
        return Optional.of(matcher).filter(Matcher::matches);
    }

    /** Returns the longest time that passed between two messages of one channel, over all channels. */
    long longestSilenceNanos() {
        long longest = 0;
        for (String channel : channels) {
            List<Message> heard = new ArrayList<>(messages(channel));
            for (int i = 1; i < heard.size(); i++) {
                longest = Math.max(
                        longest, heard.get(i).atNanos() - heard.get(i - 1).atNanos());
            }
        }
        return longest;
    }

    @Override
    public void close() {
        closed = true;
        Subscriber open = present;
        if (open != null) {
            open.close();
        }
        thread.interrupt();
    }

    @Override
    public String toString() {
        return name + ", connection " + connections.get();
    }
}

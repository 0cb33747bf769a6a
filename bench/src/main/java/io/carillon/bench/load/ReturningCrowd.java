package io.carillon.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Subscribers that come back at once with the last id they heard, whenever their connection ends, until they are sent home.
 * Over SSE, each with one channel. They run on a thread of their own beside whatever is measured.
 *
 * <p>Publications of a channel come in the order in which they were due, so what is heard twice is noticed; and who knows how
 * many were published knows how many nobody heard.
 */
public final class ReturningCrowd implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int CONNECTING_LIMIT = 500;
    private static final int SELECT_MILLIS = 20;
    private static final int WAIT_MILLIS = 50;
    private static final long LONGEST_MICROS = 600_000_000L;

    /** Who fails to connect tries again after so long. */
    private static final long RETRY_NANOS = 200_000_000L;

    private record Wish(int number, String lastId, long fromNanos) {}

    private record Retry(Wish wish, long atNanos) {}

    private final int count;
    private final int channels;
    private final IntFunction<Target> firstPlace;
    private final IntFunction<Target> nextPlace;
    private final Thread thread;
    private final Histogram comebacks = new SynchronizedHistogram(LONGEST_MICROS, 3);
    private final Map<Integer, SubscriberConnection> connections = new HashMap<>();
    private final Map<Integer, Wish> underWay = new HashMap<>();
    private final Queue<Wish> wishes = new ArrayDeque<>();
    private final Queue<Retry> retries = new ArrayDeque<>();
    private final long[] lastDueNanos;
    private final BitSet wasOpen = new BitSet();

    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder heard = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile boolean closing;

    /**
     * Lets a crowd begin to connect.
     *
     * @param channels how many channels they spread over
     * @param firstPlace where each connects first, by its number
     * @param nextPlace where each comes back
     */
    public ReturningCrowd(int count, int channels, IntFunction<Target> firstPlace, IntFunction<Target> nextPlace) {
        this.count = count;
        this.channels = channels;
        this.firstPlace = firstPlace;
        this.nextPlace = nextPlace;
        this.lastDueNanos = new long[count];
        for (int i = 0; i < count; i++) {
            wishes.add(new Wish(i, "", System.nanoTime()));
        }
        this.thread = Thread.ofPlatform().name("returning-crowd").daemon().start(this::run);
    }

    /** Returns how many are connected; any thread may ask. */
    public int open() {
        return open.get();
    }

    /** Returns how many publications were heard, by each member of each channel, those heard twice but once. */
    public long heard() {
        return heard.sum();
    }

    /** Returns how many are heard in all if each of so many publications, spread evenly over the channels, is. */
    public long expected(long publications) {
        return publications * count / channels;
    }

    /** Returns how many publications somebody heard twice. */
    public long repeated() {
        return repeated.sum();
    }

    /** Returns how often somebody could not connect. */
    public long failures() {
        return failures.sum();
    }

    /** Returns how long each took from the end of its connection, or from the beginning, to its next stream. */
    public Histogram comebacks() {
        return comebacks;
    }

    /** Waits until something holds, and returns whether it does before time is up. */
    public static boolean await(BooleanSupplier condition, long limitNanos) throws InterruptedException {
        long deadline = System.nanoTime() + limitNanos;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
        }
        return true;
    }

    /** Waits until all are connected, and returns whether they are. */
    public boolean awaitAll(long limitNanos) throws InterruptedException {
        return await(() -> open.get() == count, limitNanos);
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        byte[] bytes = new byte[BUFFER_BYTES];
        var members = new Members();
        try (Selector selector = Selector.open()) {
            while (!closing) {
                while (!wishes.isEmpty() && underWay.size() < CONNECTING_LIMIT) {
                    connect(members, selector, wishes.remove());
                }
                selector.select(
                        key -> {
                            if (key.isValid() && key.attachment() instanceof Ready ready) {
                                ready.ready(buffer, bytes);
                            }
                        },
                        SELECT_MILLIS);
                long now = System.nanoTime();
                for (Retry next = retries.peek(); next != null && now - next.atNanos() >= 0; next = retries.peek()) {
                    wishes.add(retries.remove().wish());
                }
            }
            connections.values().forEach(SubscriberConnection::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect(Audience members, Selector selector, Wish wish) {
        Target target = (wasOpen.get(wish.number()) ? nextPlace : firstPlace).apply(wish.number());
        String path = target.subscribePath(Transport.SSE, List.of(String.valueOf(wish.number() % channels)));
        String since = wish.lastId().isEmpty() ? "" : "&since=" + wish.lastId();
        underWay.put(wish.number(), wish);
        try {
            var connection = new SubscriberConnection(
                    members, selector, target, Transport.SSE, wish.number(), path + since, false);
            connection.remember();
            connections.put(wish.number(), connection);
        } catch (IOException _) {
            // A server on this machine that is not there refuses at once.
            failed(wish);
        }
    }

    private void failed(Wish wish) {
        underWay.remove(wish.number());
        failures.increment();
        retries.add(new Retry(wish, System.nanoTime() + RETRY_NANOS));
    }

    private final class Members implements Audience {

        @Override
        public void opened(SubscriberConnection subscriber) {
            open.incrementAndGet();
            wasOpen.set(subscriber.number());
            Wish wish = underWay.remove(subscriber.number());
            if (wish != null) {
                comebacks.recordValue(Math.clamp((System.nanoTime() - wish.fromNanos()) / 1_000, 0, LONGEST_MICROS));
            }
        }

        @Override
        public void lost(SubscriberConnection subscriber, boolean hadStream) {
            if (closing) {
                return;
            }
            Wish failing = underWay.remove(subscriber.number());
            if (hadStream) {
                open.decrementAndGet();
                wishes.add(new Wish(subscriber.number(), subscriber.lastId(), System.nanoTime()));
            } else if (failing != null) {
                failed(failing);
            }
        }

        @Override
        public void refused(String answer) {
            // The connection ends next, and that counts.
        }

        @Override
        public void heard(SubscriberConnection subscriber, long dueNanos) {
            if (dueNanos <= lastDueNanos[subscriber.number()]) {
                repeated.increment();
                return;
            }
            heard.increment();
            lastDueNanos[subscriber.number()] = dueNanos;
        }
    }
}

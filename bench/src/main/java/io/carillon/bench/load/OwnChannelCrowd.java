package io.carillon.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Subscribers over SSE, each with a channel that nobody else has, on a thread of their own. What they hear is published
 * elsewhere, perhaps by another process of this machine.
 */
public final class OwnChannelCrowd implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int SELECT_MILLIS = 20;
    private static final long LONGEST_MICROS = 120_000_000L;

    private final Target target;
    private final int firstChannel;
    private final int count;
    private final int connecting;
    private final List<SubscriberConnection> connections = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Histogram latency = new SynchronizedHistogram(LONGEST_MICROS, 3);
    private final Thread thread;
    private volatile long countFromNanos = Long.MAX_VALUE;
    private volatile boolean closing;

    private OwnChannelCrowd(Target target, int firstChannel, int count, int connecting) {
        this.target = target;
        this.firstChannel = firstChannel;
        this.count = count;
        this.connecting = connecting;
        this.thread = Thread.ofPlatform().name("own-channel-crowd").daemon().unstarted(this::run);
    }

    /**
     * Lets subscribers begin to connect.
     *
     * @param firstChannel number of the first one's channel; the others have the next ones
     * @param connecting how many connects are under way at once
     */
    public static OwnChannelCrowd start(Target target, int firstChannel, int count, int connecting) {
        var crowd = new OwnChannelCrowd(target, firstChannel, count, connecting);
        crowd.thread.start();
        return crowd;
    }

    /** Returns how many are connected. */
    public int open() {
        return open.get();
    }

    /** Returns how many could not connect, or lost their connection. */
    public int failed() {
        return failed.get();
    }

    /** Begins to count: what was due before does not. */
    public void countFromNow() {
        latency.reset();
        countFromNanos = System.nanoTime();
    }

    /** Returns microseconds from when each publication was due to when it was heard. */
    public Histogram latency() {
        return latency.copy();
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
                while (connections.size() < count && connections.size() - open.get() - failed.get() < connecting) {
                    int number = connections.size();
                    String path = target.subscribePath(Transport.SSE, List.of(String.valueOf(firstChannel + number)));
                    connections.add(
                            new SubscriberConnection(members, selector, target, Transport.SSE, number, path, false));
                }
                selector.select(
                        key -> {
                            if (key.isValid() && key.attachment() instanceof Ready ready) {
                                ready.ready(buffer, bytes);
                            }
                        },
                        SELECT_MILLIS);
            }
        } catch (IOException _) {
            failed.set(count);
        } finally {
            connections.forEach(SubscriberConnection::close);
        }
    }

    private final class Members implements Audience {

        @Override
        public void opened(SubscriberConnection subscriber) {
            open.incrementAndGet();
        }

        @Override
        public void lost(SubscriberConnection subscriber, boolean wasOpen) {
            if (wasOpen) {
                open.decrementAndGet();
            }
            failed.incrementAndGet();
        }

        @Override
        public void refused(String answer) {
            // The connection ends next, and that counts.
        }

        @Override
        public void heard(SubscriberConnection subscriber, long dueNanos) {
            if (dueNanos - countFromNanos >= 0 && countFromNanos != Long.MAX_VALUE) {
                latency.recordValue(Math.clamp((System.nanoTime() - dueNanos) / 1_000, 0, LONGEST_MICROS));
            }
        }
    }
}

package io.carillon.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Subscribers that come back and read what they missed, on a thread of their own. */
public final class ReplayCrowd implements AutoCloseable {

    /** No bound on how fast a subscriber reads. */
    public static final int AS_FAST_AS_POSSIBLE = Integer.MAX_VALUE;

    private static final int BUFFER_BYTES = 256 << 10;
    private static final long TICK_MILLIS = 50;

    /** Subscribers do not all read in the same instant, but in so many groups, one after the other. */
    private static final int GROUPS = 10;

    private static final long GROUP_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS) / GROUPS;
    private static final long LOOK_MILLIS = 5;
    private static final int CONNECTING = 500;

    private final Target target;
    private final String path;
    private final int sessions;
    private final int bytesPerTick;
    private final LongAdder opened = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;
    private volatile String complaint = "";

    private ReplayCrowd(Target target, String path, int sessions, int bytesPerTick) {
        this.target = target;
        this.path = path;
        this.sessions = sessions;
        this.bytesPerTick = bytesPerTick;
        this.thread = Thread.ofPlatform().name("replay-crowd").daemon().start(this::run);
    }

    /**
     * Connects subscribers over SSE.
     *
     * @param channel number of the channel
     * @param since where each begins, as the protocol has it
     * @param bytesPerSecond how fast each reads, from 0, or {@link #AS_FAST_AS_POSSIBLE}
     */
    public static ReplayCrowd start(Target target, int sessions, int channel, String since, int bytesPerSecond) {
        String path = target.subscribePath(Transport.SSE, List.of(String.valueOf(channel))) + "&since=" + since;
        int perTick = bytesPerSecond == AS_FAST_AS_POSSIBLE
                ? AS_FAST_AS_POSSIBLE
                : (int) (bytesPerSecond * TICK_MILLIS / TimeUnit.SECONDS.toMillis(1));
        return new ReplayCrowd(target, path, sessions, perTick);
    }

    /** Returns how many messages all of them have heard. */
    public long messages() {
        return messages.sum();
    }

    /** Returns how many bytes all of them have read. */
    public long bytes() {
        return bytes.sum();
    }

    /** Waits until all are connected and answered. */
    public void awaitOpen(Duration patience) throws IOException, InterruptedException, TimeoutException {
        await(opened, sessions, patience);
    }

    /** Waits until all together have heard so many messages. */
    public void awaitMessages(long count, Duration patience)
            throws IOException, InterruptedException, TimeoutException {
        await(messages, count, patience);
    }

    private void await(LongAdder counter, long count, Duration patience)
            throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (counter.sum() < count) {
            if (!complaint.isEmpty()) {
                throw new IOException(complaint);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(counter.sum() + " of " + count + " within " + patience);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private void run() {
        List<ReplayingConnection> connections = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            long tickNanos = System.nanoTime();
            int group = 0;
            while (!closed) {
                while (connections.size() < sessions && connections.size() < opened.sum() + CONNECTING) {
                    connections.add(new ReplayingConnection(selector, target, path, connections.size(), bytesPerTick));
                }
                selector.select(
                        key -> ((ReplayingConnection) key.attachment()).ready(buffer, opened, messages, bytes),
                        TimeUnit.NANOSECONDS.toMillis(GROUP_NANOS));
                if (System.nanoTime() - tickNanos >= GROUP_NANOS) {
                    // After a pause nobody makes up for more than one read.
                    tickNanos = Math.max(tickNanos, System.nanoTime() - GROUPS * GROUP_NANOS) + GROUP_NANOS;
                    for (int i = group; i < connections.size(); i += GROUPS) {
                        connections.get(i).tick();
                    }
                    group = (group + 1) % GROUPS;
                }
            }
        } catch (IOException | RuntimeException e) {
            complaint = "replaying subscribers: " + e;
        } finally {
            connections.forEach(ReplayingConnection::close);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.carillon.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One measurement, on the thread that calls it: connects the subscribers, publishes on time, and counts what comes.
 *
 * <p>Publications are due at a fixed rate whatever the server does. One that cannot be sent in time, since all publishing
 * connections wait for answers, is sent late and keeps its due time.
 */
public final class LoadRun {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int PUBLISHERS = 128;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long CONNECT_LIMIT_NANOS = 180 * SECOND_NANOS;

    /** How long stragglers are waited for. */
    private static final long AFTERMATH_NANOS = 15 * SECOND_NANOS;

    private static final long LONGEST_MICROS = 120_000_000L;

    private static final long LONGEST_WAIT_MILLIS = 5;

    /** A prime, by which publications step through the channels, so that they jump from edge to edge and owner to owner. */
    private static final long STRIDE = 7_919;

    /** A selector counts in milliseconds; what is due sooner is napped for. */
    private static final long LONGEST_NAP_NANOS = 200_000;

    private final Target target;
    private final Load load;
    private final Progress progress;
    private final Audience audience = new Subscribers();
    private final ServerProcess process;
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private final Histogram acknowledgement = new Histogram(LONGEST_MICROS, 3);
    private final List<SubscriberConnection> subscribers = new ArrayList<>();
    private final List<PublisherConnection> publishers = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] bytes = new byte[BUFFER_BYTES];

    private int open;
    private int failed;
    private long measureFromNanos = Long.MAX_VALUE;
    private long published;
    private long accepted;
    private long answers;
    private long delivered;
    private long lastHeardNanos;
    private Duration cpu = Duration.ZERO;
    private Duration deliveryCpu = Duration.ZERO;
    private String complaint = "";

    private LoadRun(Target target, Load load, Progress progress) {
        this.target = target;
        this.load = load;
        this.progress = progress;
        this.process = new ServerProcess(target.pid());
    }

    /** Something to do while all subscribers are connected, before anything is published. */
    public interface Connected {

        /** Does it. */
        void look(int connections) throws IOException;
    }

    /** Measures. */
    public static Result measure(Target target, Load load, Progress progress) throws IOException {
        return measure(target, load, progress, _ -> {});
    }

    /** Measures, and does something while all subscribers are connected and nothing is published yet. */
    public static Result measure(Target target, Load load, Progress progress, Connected connected) throws IOException {
        return new LoadRun(target, load, progress).run(connected);
    }

    private Result run(Connected connected) throws IOException {
        try (Selector selector = Selector.open()) {
            long residentBefore = process.residentBytes();
            long began = System.nanoTime();
            connect(selector);
            var connectTime = Duration.ofNanos(System.nanoTime() - began);
            long growth = process.residentBytes() - residentBefore;
            connected.look(open);
            if (load.rate() > 0) {
                for (int i = 0; i < PUBLISHERS; i++) {
                    publishers.add(new PublisherConnection(this, selector, target));
                }
                publish(selector);
            }
            return new Result(
                    open,
                    connectTime,
                    published,
                    accepted,
                    delivered,
                    expected(),
                    Duration.ofNanos(Math.max(1, lastHeardNanos - measureFromNanos)),
                    cpu,
                    deliveryCpu,
                    process.residentBytes(),
                    growth,
                    latency,
                    acknowledgement);
        } finally {
            subscribers.forEach(SubscriberConnection::close);
            publishers.forEach(PublisherConnection::close);
            progress.done();
            if (!complaint.isEmpty()) {
                progress.complain(complaint);
            }
        }
    }

    private void connect(Selector selector) throws IOException {
        long deadline = System.nanoTime() + CONNECT_LIMIT_NANOS;
        while (open + failed < load.subscribers() && System.nanoTime() - deadline < 0) {
            while (subscribers.size() < load.subscribers() && subscribers.size() - open - failed < load.connecting()) {
                int number = subscribers.size();
                subscribers.add(new SubscriberConnection(
                        audience, selector, target, load.transport(), number, path(number), number < load.stalled()));
            }
            select(selector, 100);
            progress.show(() -> String.format("%s: %,d of %,d connected", target.name(), open, load.subscribers()));
        }
    }

    /** Publishes, and takes the CPU time that the server used while it counted. */
    private void publish(Selector selector) throws IOException {
        var template = new PublicationTemplate(target.body(), load.payloadBytes());
        long interval = (long) (SECOND_NANOS / load.rate());
        long start = System.nanoTime();
        long measureFrom = start + load.warmup().toNanos();
        long end = measureFrom + load.measured().toNanos();
        long due = start;
        var cpuBefore = Duration.ZERO;
        var deliveryBefore = Duration.ZERO;
        boolean measuring = false;
        for (long number = 0; due - end < 0; ) {
            long now = System.nanoTime();
            if (!measuring && now - measureFrom >= 0) {
                measuring = true;
                measureFromNanos = measureFrom;
                lastHeardNanos = now;
                cpuBefore = process.cpu();
                deliveryBefore = process.deliveryCpu();
                subscribers.subList(0, load.stalled()).forEach(SubscriberConnection::stall);
            }
            for (PublisherConnection publisher = idlePublisher();
                    publisher != null && now - due >= 0 && due - end < 0;
                    publisher = idlePublisher()) {
                boolean counts = measuring && due - measureFrom >= 0;
                publisher.publish(channel(number * STRIDE), template, due, counts);
                published += counts ? 1 : 0;
                number++;
                due += interval;
            }
            await(selector, due - now);
            progress.show(() -> String.format(
                    "%s: %,d published, %,d heard, p99 %.1f ms",
                    target.name(), published, delivered, latency.getValueAtPercentile(99) / 1e3));
        }
        long patience = System.nanoTime() + AFTERMATH_NANOS;
        while ((answers < published || delivered < expected()) && System.nanoTime() - patience < 0) {
            select(selector, 5);
        }
        cpu = process.cpu().minus(cpuBefore);
        deliveryCpu = process.deliveryCpu().minus(deliveryBefore);
    }

    /** Stalled subscribers are expected to hear nothing. */
    private long expected() {
        return accepted * (load.subscribers() - load.stalled()) * load.channelsEach() / load.channels();
    }

    private @Nullable PublisherConnection idlePublisher() {
        for (PublisherConnection publisher : publishers) {
            if (!publisher.isBusy()) {
                return publisher;
            }
        }
        return null;
    }

    /** Waits for what comes, or until something is due; never by spinning, which would take a processor from the server. */
    private void await(Selector selector, long nanos) throws IOException {
        long millis = nanos / 1_000_000;
        if (millis > 0) {
            select(selector, Math.min(millis, LONGEST_WAIT_MILLIS));
        } else if (nanos <= 0) {
            // All publishers are busy: what is due waits for an answer, and so do we.
            select(selector, 1);
        } else if (select(selector, 0) == 0) {
            LockSupport.parkNanos(this, Math.min(nanos, LONGEST_NAP_NANOS));
        }
    }

    private int select(Selector selector, long millis) throws IOException {
        Consumer<SelectionKey> act = key -> {
            if (key.isValid() && key.attachment() instanceof Ready ready) {
                ready.ready(buffer, bytes);
            }
        };
        return millis == 0 ? selector.selectNow(act) : selector.select(act, millis);
    }

    private String channel(long number) {
        return String.valueOf(number % load.channels());
    }

    /** Returns where a subscriber asks for its channels, which follow one another. */
    private String path(int number) {
        List<String> channels = LongStream.range(0, load.channelsEach())
                .mapToObj(each -> channel((long) number * load.channelsEach() + each))
                .toList();
        return target.subscribePath(load.transport(), channels);
    }

    private final class Subscribers implements Audience {

        @Override
        public void opened(SubscriberConnection subscriber) {
            open++;
        }

        @Override
        public void lost(SubscriberConnection subscriber, boolean wasOpen) {
            if (wasOpen) {
                open--;
                complaint = "subscribers lost their connections";
            }
            failed++;
        }

        @Override
        public void refused(String answer) {
            complaint =
                    "a subscriber was refused: " + answer.lines().findFirst().orElse("");
        }

        @Override
        public void heard(SubscriberConnection subscriber, long dueNanos) {
            if (dueNanos - measureFromNanos >= 0 && measureFromNanos != Long.MAX_VALUE) {
                long now = System.nanoTime();
                delivered++;
                lastHeardNanos = now;
                latency.recordValue(Math.clamp((now - dueNanos) / 1_000, 0, LONGEST_MICROS));
            }
        }
    }

    void answered(boolean taken, CharSequence answer, long dueNanos, boolean counts) {
        if (!taken) {
            complaint = "a publication was refused: "
                    + answer.toString().lines().findFirst().orElse("");
        }
        if (counts) {
            answers++;
            accepted += taken ? 1 : 0;
            acknowledgement.recordValue(Math.clamp((System.nanoTime() - dueNanos) / 1_000, 0, LONGEST_MICROS));
            lastHeardNanos = Math.max(lastHeardNanos, System.nanoTime());
        }
    }
}

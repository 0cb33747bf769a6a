package io.carillon.edge.engine;

import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionTiming;
import io.carillon.testkit.client.End;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.SseEvent;
import io.carillon.testkit.client.WsClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that come and go in every way there is while something is published all the time, so that descriptors are used
 * again and again for others.
 *
 * <p>Every client has a channel of its own, whose publications carry its name and count up. What reaches a client is held
 * against that: its framing must be whole, every event its own, and the numbers without a hole.
 */
final class Churn {

    /** How a connection comes to its end. */
    enum Ending {
        CLOSE,
        RESET,
        /** Our side of the connection is closed first, and the rest is read. */
        HALF_CLOSE,
        /** The other side ends it, as its life is over. */
        LIFETIME,
        /** Reset as soon as the request is sent, so the edge adopts a connection that is gone. */
        VANISH,
        /** WebSocket: a close frame. Others just close. */
        FAREWELL,
        /** WebSocket: a broken rule, after which the edge closes. Others just close. */
        OFFENCE
    }

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PUBLISHED_TOGETHER = 10;
    private static final Duration LIFETIME = Duration.ofMillis(300);
    private static final Pattern DATA =
            Pattern.compile("\\{\"channel\":\"([^\"]+)\",\"message\":\"([^:\"]+):(\\d+)\"\\}");

    private final RunningEdge edge;
    private final int clients;
    private final int connections;
    private final AtomicInteger begun = new AtomicInteger();
    private final LongAdder heard = new LongAdder();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    private Churn(RunningEdge edge, int clients, int connections) {
        this.edge = edge;
        this.clients = clients;
        this.connections = connections;
    }

    /** What came of it. */
    record Outcome(List<String> wrong, long heard) {}

    /** Lets so many clients have so many connections between them, on an edge of its own. */
    static Outcome run(Outlets outlets, int clients, int connections) throws InterruptedException {
        SessionTiming usual = SessionTiming.DEFAULT;
        var timing = new SessionTiming(
                usual.heartbeat(),
                LIFETIME,
                LIFETIME.multipliedBy(2),
                Duration.ofMillis(100),
                usual.opening(),
                usual.stall(),
                usual.closing(),
                usual.ack());
        try (var edge = new RunningEdge(outlets, timing, SessionLimits.DEFAULT)) {
            return new Churn(edge, clients, connections).run();
        }
    }

    private Outcome run() throws InterruptedException {
        var over = new CountDownLatch(1);
        Thread publisher = Thread.ofPlatform().name("churn-publisher").start(() -> publishUntil(over));
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int number = i;
            running.add(Thread.ofVirtual().name("churn-client-" + i).start(() -> comeAndGo("own-" + number, number)));
        }
        for (Thread client : running) {
            client.join();
        }
        over.countDown();
        publisher.join();
        return new Outcome(List.copyOf(wrong), heard.sum());
    }

    private void publishUntil(CountDownLatch over) {
        try {
            for (long number = 0; !over.await(1, TimeUnit.MILLISECONDS); number++) {
                for (int i = 0; i < clients; i++) {
                    edge.owner.publish("own-" + i, "\"own-" + i + ":" + number + "\"");
                    if (i % PUBLISHED_TOGETHER == 0 && over.await(1, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void comeAndGo(String channel, long seed) {
        var random = new SplittableRandom(seed);
        Ending[] all = Ending.values();
        while (begun.incrementAndGet() <= connections && wrong.isEmpty()) {
            Ending ending = all[random.nextInt(all.length)];
            int events = random.nextInt(20);
            try {
                if (random.nextBoolean()) {
                    eventStream(channel, ending, events);
                } else {
                    webSocket(channel, ending, events);
                }
            } catch (AssertionError | UncheckedIOException e) {
                wrong.add(channel + " " + ending + ": " + e);
            }
        }
    }

    private void eventStream(String channel, Ending ending, int events) {
        if (ending == Ending.VANISH) {
            Vanishing.after(edge.sse(channel), "");
            return;
        }
        try (var client = SseClient.connect(edge.sse(channel))) {
            hear(ending == Ending.LIFETIME ? 0 : events, () -> client.next(SOON), () -> client.awaitEnd(SOON));
            switch (ending) {
                case RESET -> client.reset();
                case HALF_CLOSE -> {
                    client.closeOutput();
                }
                case LIFETIME -> expect(client.awaitEnd(SOON) == End.COMPLETE, channel, "no last chunk");
                case CLOSE, VANISH, FAREWELL, OFFENCE -> hangUp(client::close);
            }
            expect(client.awaitDisconnect(SOON) != End.PROTOCOL_BROKEN, channel, "broken chunks: " + client.raw());
            check(
                    channel,
                    client.events().stream()
                            .filter(event -> event.event().equals("message"))
                            .map(SseEvent::data)
                            .toList());
        }
    }

    private void webSocket(String channel, Ending ending, int events) {
        if (ending == Ending.VANISH) {
            Vanishing.after(edge.webSocket(channel), """
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                """);
            return;
        }
        try (var client = WsClient.connect(edge.webSocket(channel))) {
            hear(ending == Ending.LIFETIME ? 0 : events, () -> client.nextText(SOON), () -> client.awaitEnd(SOON));
            switch (ending) {
                case CLOSE, HALF_CLOSE, VANISH -> hangUp(client::close);
                case RESET -> client.reset();
                case LIFETIME -> expectClose(client, channel);
                case FAREWELL -> {
                    say(() -> client.sendClose(1000, "bye"));
                    expectClose(client, channel);
                }
                case OFFENCE -> {
                    say(() -> client.send(new byte[] {(byte) 0xff, (byte) 0xff}));
                    expectClose(client, channel, 1002);
                }
            }
            expect(client.awaitEnd(SOON) != End.PROTOCOL_BROKEN, channel, "broken frames: " + client.raw());
            check(
                    channel,
                    client.texts().stream()
                            .filter(text -> text.contains("\"event\":\"message\""))
                            .map(Churn::dataOf)
                            .toList());
        }
    }

    /** Waits for some events; a connection whose life is over before has heard enough. */
    private static void hear(int events, Runnable next, Supplier<End> end) {
        try {
            for (int i = 0; i < events; i++) {
                next.run();
            }
        } catch (AssertionError e) {
            if (end.get() != End.COMPLETE) {
                throw e;
            }
        }
    }

    /** Says something to an edge that may have closed already, as the connection's life is over. */
    private static void say(Runnable words) {
        try {
            words.run();
        } catch (UncheckedIOException _) {
            // What it has said before is looked at anyway.
        }
    }

    /** The edge may end a connection by itself: 1000 at its end of life, 1013 if it is too busy to set one up in time. */
    private void expectClose(WsClient client, String channel, Integer... others) {
        int code = client.awaitClose(SOON).code();
        expect(code == 1000 || code == 1013 || Arrays.asList(others).contains(code), channel, "close " + code);
    }

    private static void hangUp(Runnable close) {
        close.run();
    }

    private static String dataOf(String frame) {
        return frame.substring(frame.indexOf("\"data\":") + "\"data\":".length(), frame.lastIndexOf(",\"id\":"));
    }

    private void check(String channel, List<String> messages) {
        long last = -1;
        for (String message : messages) {
            Matcher own = DATA.matcher(message);
            expect(
                    own.matches()
                            && own.group(1).equals(channel)
                            && own.group(2).equals(channel),
                    channel,
                    "a foreign message: " + message);
            if (own.matches()) {
                long number = Long.parseLong(own.group(3));
                expect(last < 0 || number == last + 1, channel, number + " after " + last);
                last = number;
            }
        }
        heard.add(messages.size());
    }

    private void expect(boolean promise, String channel, String otherwise) {
        if (!promise) {
            wrong.add(channel + ": " + otherwise);
        }
    }
}

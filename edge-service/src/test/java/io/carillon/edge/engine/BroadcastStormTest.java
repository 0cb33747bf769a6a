package io.carillon.edge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionTiming;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.SseEvent;
import io.carillon.testkit.client.WsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients leave a channel while it is published to without a pause (N11). */
class BroadcastStormTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CHANNEL = "storm";
    private static final int LEAVING_AT_ONCE = 24;

    @ParameterizedTest
    @EnumSource(
            value = Outlets.class,
            names = {"ADOPTED", "PARKED"})
    void losesNothingForThoseWhoStayWhenOthersLeave(Outlets outlets) throws InterruptedException {
        weather(outlets, 600);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(
            value = Outlets.class,
            names = {"ADOPTED", "PARKED"})
    void losesNothingForThoseWhoStayWhenTenThousandLeave(Outlets outlets) throws InterruptedException {
        weather(outlets, 10_000);
    }

    private static void weather(Outlets outlets, int departures) throws InterruptedException {
        try (var edge = new RunningEdge(outlets, SessionTiming.DEFAULT, SessionLimits.DEFAULT);
                var sse = SseClient.connect(edge.sse(CHANNEL));
                var webSocket = WsClient.connect(edge.webSocket(CHANNEL))) {
            sse.next(SOON);
            webSocket.nextText(SOON);

            var published = new AtomicInteger();
            var over = new CountDownLatch(1);
            Thread storm = Thread.ofPlatform().name("storm").start(() -> blow(edge, published, over));
            leave(edge, departures);
            over.countDown();
            storm.join();

            List<String> expected = new ArrayList<>();
            for (int i = 0; i < published.get(); i++) {
                expected.add("{\"channel\":\"storm\",\"message\":" + i + "}");
                SseEvent event = sse.next(each -> each.event().equals("message"), SOON);
                assertThat(event.data()).isEqualTo(expected.get(i));
                assertThat(webSocket.nextText(text -> text.contains("\"event\":\"message\""), SOON))
                        .contains(expected.get(i));
            }
        }
    }

    private static void blow(RunningEdge edge, AtomicInteger published, CountDownLatch over) {
        try {
            while (!over.await(500, TimeUnit.MICROSECONDS)) {
                edge.owner.publish(CHANNEL, String.valueOf(published.getAndIncrement()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void leave(RunningEdge edge, int departures) throws InterruptedException {
        var left = new AtomicInteger();
        List<Thread> leaving = new ArrayList<>();
        for (int i = 0; i < LEAVING_AT_ONCE; i++) {
            leaving.add(Thread.ofVirtual().start(() -> {
                for (int number = left.getAndIncrement(); number < departures; number = left.getAndIncrement()) {
                    comeAndLeave(edge, number);
                }
            }));
        }
        for (Thread thread : leaving) {
            thread.join();
        }
    }

    private static void comeAndLeave(RunningEdge edge, int number) {
        if (number % 2 == 0) {
            var client = SseClient.connect(edge.sse(CHANNEL));
            client.next(SOON);
            if (number % 4 == 0) {
                client.reset();
            } else {
                client.close();
            }
        } else {
            var client = WsClient.connect(edge.webSocket(CHANNEL));
            client.nextText(SOON);
            if (number % 4 == 1) {
                client.reset();
            } else {
                client.sendClose(1000, "");
                client.close();
            }
        }
    }
}

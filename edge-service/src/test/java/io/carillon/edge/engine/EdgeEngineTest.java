package io.carillon.edge.engine;

import static io.carillon.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionTiming;
import io.carillon.testkit.client.End;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.SseEvent;
import io.carillon.testkit.client.WsClient;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs real clients against the engine, with every kind of outlet. */
class EdgeEngineTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource(
            value = Outlets.class,
            names = {"ADOPTED", "PARKED"})
    void servesEventStreamsAndWebSocketsAlike(Outlets outlets) {
        try (var edge = new RunningEdge(outlets, SessionTiming.DEFAULT, SessionLimits.DEFAULT);
                var sse = SseClient.connect(edge.sse("a"));
                var webSocket = WsClient.connect(edge.webSocket("a"))) {
            assertThat(sse.next(event -> event.event().equals("heartbeat"), SOON)
                            .data())
                    .isEqualTo("{}");
            assertThat(webSocket.nextText(SOON)).startsWith("{\"event\":\"ping\",\"data\":{},\"id\":\"1.");

            edge.owner.publish("a", "\"hello\"");

            SseEvent event = sse.next(SOON);
            assertThat(event.event()).isEqualTo("message");
            assertThat(event.data()).isEqualTo("{\"channel\":\"a\",\"message\":\"hello\"}");
            assertThat(webSocket.nextText(SOON))
                    .isEqualTo("{\"event\":\"message\",\"data\":{\"channel\":\"a\",\"message\":\"hello\"},\"id\":\""
                            + event.id() + "\"}");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outlets.class,
            names = {"ADOPTED", "PARKED"})
    void forgetsClientsThatLeaveInWhateverWay(Outlets outlets) {
        try (var edge = new RunningEdge(outlets, SessionTiming.DEFAULT, SessionLimits.DEFAULT)) {
            var sse = SseClient.connect(edge.sse("a"));
            var reset = SseClient.connect(edge.sse("a,b"));
            var webSocket = WsClient.connect(edge.webSocket("a"));
            eventually().observing(edge.engine::sessions).until("three sessions", () -> edge.engine.sessions() == 3);

            sse.close();
            reset.reset();
            webSocket.sendClose(1001, "gone");

            assertThat(webSocket.awaitClose(SOON).code()).isEqualTo(1001);
            eventually().observing(edge.engine::sessions).until("no session", () -> edge.engine.sessions() == 0);
            webSocket.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outlets.class,
            names = {"ADOPTED", "PARKED"})
    void endsStreamsWithTheirLastChunkAndWebSocketsWithAClose(Outlets outlets) {
        var timing = timing(Duration.ofMillis(600), Duration.ofMillis(300));
        try (var edge = new RunningEdge(outlets, timing, SessionLimits.DEFAULT);
                var sse = SseClient.connect(edge.sse("a"));
                var webSocket = WsClient.connect(edge.webSocket("a"))) {

            assertThat(sse.awaitEnd(SOON)).isEqualTo(End.COMPLETE);

            assertThat(sse.events()).extracting(SseEvent::event).contains("heartbeat", "reconnect");
            assertThat(webSocket.awaitClose(SOON).code()).isEqualTo(1000);
            assertThat(webSocket.texts()).anyMatch(text -> text.contains("\"reconnect\""));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outlets.class,
            names = {"ADOPTED", "PARKED"})
    void letsAStalledClientCatchUpAndTheOthersPass(Outlets outlets) {
        String padding = "x".repeat(20_000);
        int count = 800;
        try (var edge = new RunningEdge(
                        outlets, SessionTiming.DEFAULT, new SessionLimits(64 << 10, 64 << 10, 100, 256));
                var stalled = SseClient.connect(edge.sse("a").receiveBuffer(4_096));
                var healthy = SseClient.connect(edge.sse("a"))) {
            stalled.next(event -> event.event().equals("heartbeat"), SOON);
            healthy.next(event -> event.event().equals("heartbeat"), SOON);
            stalled.stall();

            for (int i = 0; i < count; i++) {
                edge.owner.publish("a", "\"" + i + padding + "\"");
                healthy.next(event -> event.event().equals("message"), SOON);
            }
            stalled.resume();

            for (int i = 0; i < count; i++) {
                SseEvent event = stalled.next(each -> !each.event().equals("heartbeat"), SOON);
                assertThat(event.data()).isEqualTo("{\"channel\":\"a\",\"message\":\"" + i + padding + "\"}");
            }
            edge.owner.publish("a", "\"after\"");
            SseEvent after = stalled.next(event -> event.event().equals("message"), SOON);
            assertThat(after.data()).isEqualTo("{\"channel\":\"a\",\"message\":\"after\"}");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outlets.class,
            names = {"ADOPTED", "PARKED"})
    void asksClientsToComeBackWhileThereIsNoRoomForThem(Outlets outlets) {
        try (var edge = new RunningEdge(outlets, new AdmissionLimits(2, -1));
                var first = SseClient.connect(edge.sse("a"));
                var second = WsClient.connect(edge.webSocket("a"))) {
            assertThat(first.next(SOON).event()).isEqualTo("heartbeat");
            second.nextText(SOON);

            var third = SseClient.connect(edge.sse("a"));
            var fourth = WsClient.connect(edge.webSocket("a"));

            assertThat(third.status()).isEqualTo(200);
            assertThat(third.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(third.events())
                    .extracting(SseEvent::event, SseEvent::data)
                    .containsExactly(tuple("reconnect", "{\"reason\":\"connection-limit\"}"));
            assertThat(fourth.awaitClose(SOON).code()).isEqualTo(1013);
            assertThat(fourth.texts())
                    .containsExactly("{\"event\":\"reconnect\",\"data\":{\"reason\":\"connection-limit\"}}");

            third.close();
            fourth.close();
            second.sendClose(1000, "");
            assertThat(second.awaitClose(SOON).code()).isEqualTo(1000);
            eventually()
                    .observing(edge.engine::connections)
                    .until("a free place", () -> edge.engine.connections() == 1);
            try (var fifth = SseClient.connect(edge.sse("a"))) {
                assertThat(fifth.next(SOON).event()).isEqualTo("heartbeat");
            }
        }
    }

    private static SessionTiming timing(Duration lifetime, Duration grace) {
        SessionTiming usual = SessionTiming.DEFAULT;
        return new SessionTiming(
                usual.heartbeat(),
                lifetime,
                lifetime,
                grace,
                usual.opening(),
                usual.stall(),
                usual.closing(),
                usual.ack());
    }
}

package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.ClientFrame;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.WsClient;
import io.carillon.testkit.client.WsClose;
import io.carillon.testkit.client.WsFrame;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Carillon
class WebSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PONG = "{\"event\":\"pong\",\"data\":{}}";
    private static final String CURSOR = "1\\.[0-9a-z]{8}\\.[0-9a-z]+(\\.[0-9]+:(-1|[0-9]+))+";

    @Test
    void p06AWebSocketBringsAPingAndThenTheMessagesOfAllItsChannels(RunningCarillon carillon) {
        String foo = ChannelNames.fresh("foo");
        String bar = ChannelNames.fresh("bar");
        try (WsClient client = WsClient.connect(carillon.dial(Transport.WEBSOCKET, foo, bar))) {
            assertThat(client.nextText(PATIENCE))
                    .matches("\\{\"event\":\"ping\",\"data\":\\{},\"id\":\"" + CURSOR + "\"}");

            carillon.publish(foo, "\"one\"");
            expectMessage(client, foo, "\"one\"");
            carillon.publish(bar, "{\"two\":2}");
            expectMessage(client, bar, "{\"two\":2}");

            assertThat(client.frames())
                    .allMatch(frame -> frame.last() && frame.opcode() == WsFrame.TEXT, "whole text frames");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?channels", "?channels=", "?channel=c"})
    void p07WithoutChannelsTheOneFrameSaysSoAndTheSocketCloses(String query, RunningCarillon carillon) {
        try (WsClient client = WsClient.connect(Dial.to(carillon.http("/ws/messages" + query)))) {
            assertThat(client.nextText(PATIENCE))
                    .isEqualTo("{\"error\":\"'channels' query parameter required\",\"code\":\"channels-required\"}");
            assertThat(client.awaitClose(PATIENCE)).isEqualTo(new WsClose(1000, "Bye", true));
            assertThat(client.texts()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"event\":\"ping\"}", " { \"event\" : \"ping\" , \"data\" : [1] } "})
    void p13APingOfTheClientsIsAnsweredByAPong(String ping, RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            client.sendText(ping);

            assertThat(client.nextText(PATIENCE)).isEqualTo(PONG);
        }
    }

    @Test
    void p13APingInABinaryMessageIsAnsweredAsWell(RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            client.send(ClientFrame.binary(Bytes.of("{\"event\":\"ping\"}")));

            assertThat(client.nextText(PATIENCE)).isEqualTo(PONG);
        }
    }

    @Test
    void p14AProtocolPingIsAnsweredByAPongWithItsPayload(RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            for (Bytes payload : new Bytes[] {Bytes.NONE, Bytes.ofHex("00ff10"), Bytes.of("x".repeat(125))}) {
                client.sendPing(payload);

                assertThat(client.nextFrame(frame -> frame.opcode() == WsFrame.PONG, PATIENCE)
                                .payload())
                        .isEqualTo(payload);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"unknown\"}",
                "{}",
                "{\"event\":5}",
                "{\"event\":null,\"data\":\"x\"}",
                "{\"event\":\"pong\",\"data\":{}}"
            })
    void p15OtherEventsAreIgnoredAndTheSocketStays(String text, RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            client.sendText(text);
            client.sendText("{\"event\":\"ping\"}");

            assertThat(client.nextText(PATIENCE)).isEqualTo(PONG);
        }
    }

    static Stream<Arguments> malformed() {
        Bytes array = Bytes.of("[1]");
        Bytes half = Bytes.of("{\"event\":");
        String notAnObject = "{\"error\":\"not an object (expected: an object)\",\"code\":\"invalid-message\"}";
        String cutOff = "{\"error\":\"byte 9: end of text (expected: a value)\",\"code\":\"malformed-json\"}";
        return Stream.of(
                Arguments.of(ClientFrame.text(array), notAnObject, 1007),
                Arguments.of(ClientFrame.text(half), cutOff, 1007),
                Arguments.of(ClientFrame.binary(array), notAnObject, 1003),
                Arguments.of(ClientFrame.binary(half), cutOff, 1003));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void p16WhatIsNoJsonObjectIsAnsweredByAnErrorAndAClose(
            ClientFrame frame, String error, int code, RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            client.send(frame);

            assertThat(client.nextText(PATIENCE)).isEqualTo(error);
            assertThat(client.awaitClose(PATIENCE)).isEqualTo(new WsClose(code, "Not a JSON object", true));
        }
    }

    @Test
    void p17ACloseIsAnsweredWithItsCodeAndReasonAndTheGaugeGoesDown(RunningCarillon carillon) {
        awaitConnections(0, carillon);
        try (WsClient client = connected(carillon)) {
            awaitConnections(1, carillon);

            client.sendClose(1001, "gone fishing");

            assertThat(client.awaitClose(PATIENCE)).isEqualTo(new WsClose(1001, "gone fishing", true));
            awaitConnections(0, carillon);
        }
    }

    @Test
    void aMessageAboveTheLimitIsAnsweredByClose1009(RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            client.sendText("{\"event\":\"ping\",\"data\":\"" + "x".repeat(64 * 1024) + "\"}");

            assertThat(client.awaitClose(PATIENCE).code()).isEqualTo(1009);
        }
    }

    @Test
    void aBrokenFrameIsAnsweredByClose1002(RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            client.send(ClientFrame.text("{}").unmasked());

            assertThat(client.awaitClose(PATIENCE).code()).isEqualTo(1002);
        }
    }

    @Test
    void aPageFromElsewhereIsRefused(RunningCarillon carillon) {
        HttpReply reply =
                WsClient.knock(carillon.dial(Transport.WEBSOCKET, "c").header("Origin", "http://elsewhere.test"));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(Problem.of(reply).code()).isEqualTo("forbidden");
    }

    private static WsClient connected(RunningCarillon carillon) {
        WsClient client = WsClient.connect(carillon.dial(Transport.WEBSOCKET, ChannelNames.fresh("ws")));
        assertThat(client.nextText(PATIENCE)).startsWith("{\"event\":\"ping\"");
        return client;
    }

    private static void expectMessage(WsClient client, String channel, String json) {
        String start =
                "{\"event\":\"message\",\"data\":{\"channel\":\"" + channel + "\",\"message\":" + json + "},\"id\":\"";
        String frame = client.nextText(PATIENCE);
        assertThat(frame).startsWith(start).endsWith("\"}");
        assertThat(Cursor.parse(frame.substring(start.length(), frame.length() - 2)))
                .isPresent();
    }

    private static void awaitConnections(int count, RunningCarillon carillon) {
        Eventually.eventually()
                .observing(carillon::figures)
                .until(count + " WebSockets", () -> carillon.figures().connections(Transport.WEBSOCKET) == count);
    }
}

package io.carillon.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.ClientFrame;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import io.carillon.testkit.client.WsClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that break the WebSocket protocol at a whole process. After each the next one is served. */
@Carillon
class HostileWebSocketTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n";

    @AfterEach
    void servesTheNextOne(RunningCarillon carillon) {
        connected(carillon).close();
    }

    static Stream<Arguments> handshakes() {
        return Stream.of(
                Arguments.of("POST", UPGRADE + KEY + VERSION, 405),
                Arguments.of("GET", UPGRADE + KEY, 426),
                Arguments.of("GET", UPGRADE + KEY + "Sec-WebSocket-Version: 8\r\n", 426),
                Arguments.of("GET", UPGRADE + KEY + VERSION + "Sec-WebSocket-Version: 8\r\n", 426),
                Arguments.of("GET", UPGRADE + "Sec-WebSocket-Key: x\r\n" + VERSION, 400),
                Arguments.of("GET", UPGRADE + VERSION, 400),
                Arguments.of("GET", UPGRADE + KEY + KEY + VERSION, 400),
                Arguments.of("GET", KEY + VERSION, 426),
                Arguments.of("GET", "Connection: Upgrade\r\nUpgrade: h2c\r\n" + KEY + VERSION, 426),
                Arguments.of("GET", UPGRADE + KEY + VERSION + "Origin: http://evil.example\r\n", 403),
                Arguments.of("GET", UPGRADE + KEY + VERSION + "Origin: null\r\n", 403));
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void r49AHandshakeThatIsNoneIsRefused(String method, String fields, int status, RunningCarillon carillon) {
        HttpReply reply = knock(carillon, method, fields);

        assertThat(reply.status()).isBetween(400, 426);
        assertThat(reply.status()).isEqualTo(status);
        if (status == 426 && !fields.contains("h2c") && fields.contains("Upgrade: w")) {
            assertThat(reply.header("Sec-WebSocket-Version")).isEqualTo("13");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"WebSocket", "WEBSOCKET", "websocket, h2c"})
    void r49AndR62TheNameOfTheProtocolIsInAnyCaseAndOneOfSeveral(String name, RunningCarillon carillon) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            int status = http.send(
                            "GET /ws/messages?channels=c HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: "
                                    + name + "\r\n" + KEY + VERSION + "\r\n")
                    .readHead(SOON)
                    .status();

            assertThat(status).isEqualTo(101);
        }
    }

    @Test
    void r50NoSubprotocolIsPromisedThatNobodySpeaks(RunningCarillon carillon) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            var head = http.send(
                            "GET /ws/messages?channels=c HTTP/1.1\r\nHost: h\r\n" + UPGRADE + KEY + VERSION
                                    + "Sec-WebSocket-Protocol: graphql-ws, mqtt\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
                    .readHead(SOON);

            assertThat(head.status()).isEqualTo(101);
            assertThat(head.headers().first("Sec-WebSocket-Protocol")).isEmpty();
            assertThat(head.headers().first("Sec-WebSocket-Extensions")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c080", "eda080", "f4908080", "c3", "e282", "7b22ff227d"})
    void r52TextThatIsNotUtf8IsClosedWith1007(String hex, RunningCarillon carillon) {
        expectClose(carillon, ClientFrame.text(Bytes.ofHex(hex)), 1007);
    }

    @Test
    void r52ACodePointMayBeSplitOverFragments(RunningCarillon carillon) {
        byte[] text = "{\"event\":\"ping\",\"x\":\"\u20ac\"}".getBytes(StandardCharsets.UTF_8);
        int inside = text.length - 4;
        try (WsClient client = connected(carillon)) {
            client.send(ClientFrame.text(Bytes.of(Arrays.copyOf(text, inside))).unfinished());
            client.send(ClientFrame.continuation(Bytes.of(Arrays.copyOfRange(text, inside, text.length))));

            assertThat(client.nextText(SOON)).isEqualTo("{\"event\":\"pong\",\"data\":{}}");
        }
    }

    @Test
    void r53EmptyFragmentsWithoutEndAreEnded(RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            client.send(ClientFrame.text("{").unfinished());
            byte[] empty = ClientFrame.continuation(Bytes.NONE).unfinished().bytes();
            var many = new ByteArrayOutputStream();
            for (int i = 0; i < 100_000; i++) {
                many.writeBytes(empty);
            }
            sendAll(client, many.toByteArray());

            assertThat(client.awaitClose(SOON).code()).isIn(1008, 1009);
        }
    }

    @Test
    void r53FragmentsMayNotBeMoreThanAMessageTogether(RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            client.send(ClientFrame.text("x".repeat(60_000)).unfinished());
            client.send(ClientFrame.continuation(Bytes.of("x".repeat(10_000))));

            assertThat(client.awaitClose(SOON).code()).isEqualTo(1009);
        }
    }

    static Stream<ClientFrame> broken() {
        return Stream.of(
                ClientFrame.ping(Bytes.of("x".repeat(126))),
                ClientFrame.ping(Bytes.of("x")).unfinished(),
                ClientFrame.of(3, Bytes.of("x")),
                ClientFrame.of(11, Bytes.of("x")),
                ClientFrame.text("{}").withReservedBits(4),
                ClientFrame.text("{}").withReservedBits(1),
                ClientFrame.text("{}").unmasked(),
                ClientFrame.continuation(Bytes.of("x")),
                ClientFrame.text("{}").announcing(Long.MIN_VALUE, 8));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void r54AndR59ABrokenFrameIsClosedWith1002(ClientFrame frame, RunningCarillon carillon) {
        expectClose(carillon, frame, 1002);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1002",
        "999, 1002",
        "1004, 1002",
        "1005, 1002",
        "1006, 1002",
        "1015, 1002",
        "1016, 1002",
        "2999, 1002",
        "5000, 1002",
        "1000, 1000",
        "3000, 3000",
        "4999, 4999"
    })
    void r55CloseCodesThatNobodySendsAreAViolation(int code, int answered, RunningCarillon carillon) {
        Bytes body = Bytes.of(new byte[] {(byte) (code >> 8), (byte) code});

        expectClose(carillon, ClientFrame.close(body), answered);
    }

    @Test
    void r55HalfACloseCodeAndAReasonThatIsNoTextAreViolations(RunningCarillon carillon) {
        expectClose(carillon, ClientFrame.close(Bytes.of(new byte[] {3})), 1002);
        expectClose(carillon, ClientFrame.close(Bytes.ofHex("03e8ff")), 1007);
    }

    @Test
    void r56WhatComesBehindACloseIsNotRead(RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            client.sendClose(1000, "");
            client.send(ClientFrame.text("not json"));

            assertThat(client.awaitClose(SOON).code()).isEqualTo(1000);
        }
    }

    @Test
    void r56PongsThatNobodyAskedForAreIgnoredAndPingsAnsweredHoweverMany(RunningCarillon carillon) {
        try (WsClient client = connected(carillon)) {
            for (int i = 0; i < 1_000; i++) {
                client.send(ClientFrame.pong(Bytes.of("x")));
                client.sendPing(Bytes.of("y"));
            }
            client.sendText("{\"event\":\"ping\"}");

            assertThat(client.nextText(SOON)).isEqualTo("{\"event\":\"pong\",\"data\":{}}");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {65_537, Integer.MAX_VALUE, Long.MAX_VALUE})
    void r60AFrameThatIsAnnouncedTooLargeIsClosedBeforeItIsRead(long length, RunningCarillon carillon) {
        expectClose(carillon, ClientFrame.text("x").announcing(length, 8), 1009);
    }

    private static void expectClose(RunningCarillon carillon, ClientFrame frame, int code) {
        try (WsClient client = connected(carillon)) {
            client.send(frame);

            assertThat(client.awaitClose(SOON).code()).isEqualTo(code);
        }
    }

    /** The other side may have closed before it has read all. */
    private static void sendAll(WsClient client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (RuntimeException | AssertionError _) {
            // That is what is to be found out, by the close.
        }
    }

    private static HttpReply knock(RunningCarillon carillon, String method, String fields) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            return http.send(method + " /ws/messages?channels=c HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n")
                    .read(SOON);
        }
    }

    private static WsClient connected(RunningCarillon carillon) {
        Dial dial = carillon.dial(Transport.WEBSOCKET, ChannelNames.fresh("ws"));
        WsClient client = WsClient.connect(dial);
        assertThat(client.nextText(SOON)).startsWith("{\"event\":\"ping\"");
        return client;
    }
}

package io.carillon.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WsClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void opensWithItsHeaders() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    heard.add(connection.readHead());
                    connection.write(WsPeer.switchingProtocols("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
                });
                WsClient client = WsClient.connect(server.dial("ws", "/ws?channels=a")
                        .header("Origin", "http://a.example")
                        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="))) {
            server.awaitScript();

            assertThat(heard.remove())
                    .startsWith("GET /ws?channels=a HTTP/1.1\r\nHost: 127.0.0.1:")
                    .contains("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                    .endsWith("Origin: http://a.example\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(client.headers().first("upgrade")).hasValue("websocket");
        }
    }

    @Test
    void showsFramesAndTheMessagesTheyMake() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    WsPeer peer = WsPeer.accept(connection);
                    peer.text("one");
                    peer.write("01 02 c3a4 8a 01 70 00 01 c3 80 01 b6");
                    peer.write("82 01 ff");
                    peer.write("88 05 03e9 627965");
                    heard.add(peer.read());
                });
                WsClient client = WsClient.connect(server.dial("ws", "/"))) {
            assertThat(client.nextText(PATIENCE)).isEqualTo("one");
            assertThat(client.nextText(PATIENCE)).isEqualTo("äö");
            assertThat(client.awaitClose(PATIENCE)).isEqualTo(new WsClose(1001, "bye", true));
            assertThat(client.frames()).extracting(WsFrame::opcode).containsExactly(1, 1, 10, 0, 0, 2, 8);
            assertThat(client.nextFrame(frame -> frame.opcode() == WsFrame.PONG, PATIENCE)
                            .payload())
                    .isEqualTo(Bytes.of("p"));
            assertThat(client.nextFrame(PATIENCE).last()).isFalse();
            assertThat(client.texts()).containsExactly("one", "äö");
            assertThat(heard).containsExactly("8:\\x03\\xe9bye");
        }
    }

    @Test
    void answersPingsOfBothKindsWhilePolite() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    WsPeer peer = WsPeer.accept(connection);
                    peer.text("{\"event\":\"ping\",\"data\":{},\"id\":\"1\"}");
                    heard.add(peer.read());
                    peer.write("89 02 6869");
                    heard.add(peer.read());
                });
                WsClient _ = WsClient.connect(server.dial("ws", "/"))) {
            server.awaitScript();

            assertThat(heard).containsExactly("1:{\"event\":\"pong\"}", "10:hi");
        }
    }

    @Test
    void answersOnlyWhatItIsToldTo() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    WsPeer peer = WsPeer.accept(connection);
                    peer.text("{\"event\":\"ping\"}");
                    peer.write("89 00");
                    heard.add(peer.read());
                    peer.write("88 00");
                    heard.add(peer.read());
                });
                WsClient client = WsClient.connect(server.dial("ws", "/"), Set.of(WsReply.PONG_FRAME))) {
            client.nextFrame(frame -> frame.opcode() == WsFrame.CLOSE, PATIENCE);
            client.sendText("still here");
            server.awaitScript();

            assertThat(heard).containsExactly("10:", "1:still here");
            assertThat(client.awaitClose(PATIENCE)).isEqualTo(new WsClose(1005, "", true));
        }
    }

    @Test
    void doesNotAnswerTheAnswerToItsOwnClose() throws IOException {
        try (var server = TinyServer.running(connection -> {
            WsPeer peer = WsPeer.accept(connection);
            heard.add(peer.read());
            peer.write("88 02 03e8");
            connection.socket().shutdownOutput();
            heard.add("then " + connection.input().readAllBytes().length + " bytes");
        })) {
            try (WsClient client = WsClient.connect(server.dial("ws", "/"))) {
                client.sendClose(1000, "x");

                assertThat(client.awaitClose(PATIENCE)).isEqualTo(new WsClose(1000, "", true));
            }
            server.awaitScript();
            assertThat(heard).containsExactly("8:\\x03\\xe8x", "then 0 bytes");
        }
    }

    @Test
    void tellsAnEndWithoutACloseFrame() throws IOException {
        try (var server = TinyServer.running(
                        connection -> WsPeer.accept(connection).text("one"));
                WsClient client = WsClient.connect(server.dial("ws", "/"))) {
            assertThat(client.awaitClose(PATIENCE)).isEqualTo(new WsClose(1006, "", false));
            assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.EOF);
        }
    }

    @Test
    void tellsACloseFrameThatAResetFollows() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    WsPeer peer = WsPeer.accept(connection);
                    peer.write("88 02 03f0");
                    heard.add(peer.read());
                    connection.reset();
                });
                WsClient client = WsClient.connect(server.dial("ws", "/"))) {
            assertThat(client.awaitClose(PATIENCE)).isEqualTo(new WsClose(1008, "", false));
            assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.RESET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c1 00",
                "83 00",
                "81 80 00000000",
                "81 7e 0001 61",
                "8a 7e 0080",
                "09 00",
                "80 00",
                "81 01 ff",
                "01 00 81 00"
            })
    void stopsReadingWhereTheServerBreaksTheProtocol(String hex) throws IOException {
        var mayClose = new CountDownLatch(1);
        try (var server = TinyServer.running(connection -> {
                    WsPeer.accept(connection).write(hex);
                    mayClose.await();
                });
                WsClient client = WsClient.connect(server.dial("ws", "/"))) {
            assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.PROTOCOL_BROKEN);
            mayClose.countDown();
        }
    }

    @Test
    void sendsTheBytesThatItIsGiven() throws IOException {
        List<ClientFrame> frames = List.of(
                ClientFrame.text("ab").withMask(0x01020304),
                ClientFrame.text("ab").unmasked().unfinished(),
                ClientFrame.ping(Bytes.NONE).withMask(0).withReservedBits(7),
                ClientFrame.close(1000, "").withMask(0),
                ClientFrame.binary(Bytes.NONE).withMask(0).announcing(65_537, 8));

        try (var server = TinyServer.running(connection -> {
                    WsPeer.accept(connection);
                    heard.add(HexFormat.of().formatHex(connection.read(8 + 4 + 6 + 8 + 14)));
                });
                WsClient client = WsClient.connect(server.dial("ws", "/"))) {
            frames.forEach(client::send);
            server.awaitScript();

            assertThat(heard)
                    .containsExactly("8182" + "01020304" + "6060" + "0102" + "6162" + "f980" + "00000000" + "8882"
                            + "00000000" + "03e8" + "82ff" + "0000000000010001" + "00000000");
        }
    }

    @Test
    void failsWithTheReasonWhenItIsRefused() throws IOException {
        try (var server = TinyServer.running(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThatThrownBy(() -> WsClient.connect(server.dial("ws", "/")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("status: 403 (expected: 101)");
        }
    }

    @Test
    void refusesAWrongAccept() throws IOException {
        try (var server = TinyServer.running(connection -> {
            connection.readHead();
            connection.write(WsPeer.switchingProtocols("AAAA"));
        })) {
            assertThatThrownBy(() -> WsClient.connect(server.dial("ws", "/")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("Sec-WebSocket-Accept: AAAA (expected: ");
        }
    }

    @Test
    void showsARefusalToWhoeverOnlyKnocks() throws IOException {
        try (var server = TinyServer.running(connection -> {
            heard.add(connection.readHead());
            connection.write(
                    "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\nContent-Length: 2\r\n\r\nno");
        })) {
            HttpReply reply = WsClient.knock(server.dial("ws", "/").header("Sec-WebSocket-Version", "8"));

            assertThat(reply.status()).isEqualTo(426);
            assertThat(reply.header("sec-websocket-version")).isEqualTo("13");
            assertThat(reply.text()).isEqualTo("no");
            assertThat(heard.remove())
                    .containsOnlyOnce("Sec-WebSocket-Version")
                    .contains("Sec-WebSocket-Version: 8\r\n");
        }
    }
}

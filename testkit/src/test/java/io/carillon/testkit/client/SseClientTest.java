package io.carillon.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.testkit.wait.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SseClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String FIRST = "1a\r\nid:1\nevent:tick\ndata:one\n\n\r\n";
    private static final String LAST_CHUNK = "0\r\n\r\n";

    @Test
    void asksForTheStreamWithItsHeaders() throws IOException {
        var request = new AtomicReference<String>();

        try (var server = TinyServer.running(connection -> {
                    request.set(connection.readHead());
                    connection.write(HEAD + LAST_CHUNK);
                });
                SseClient client = SseClient.connect(
                        server.dial("http", "/sse?channels=a%20b").uri(), Map.of("Last-Event-ID", "17"))) {
            server.awaitScript();

            assertThat(request.get())
                    .startsWith("GET /sse?channels=a%20b HTTP/1.1\r\nHost: 127.0.0.1:")
                    .endsWith("\r\nAccept: text/event-stream\r\nLast-Event-ID: 17\r\n\r\n");
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.headers().first("content-TYPE")).hasValue("text/event-stream");
        }
    }

    @Test
    void showsEventsChunksAndBytes() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    connection.write(HEAD + FIRST + "5\r\ndata:\r\n7;x=y\r\n" + "two\ndat\r\n" + "7\r\na:2\n\n:x\r\n");
                    connection.write(LAST_CHUNK);
                });
                SseClient client = SseClient.connect(server.dial("http", "/"))) {
            SseEvent first = client.next(PATIENCE);
            SseEvent second = client.next(event -> event.data().startsWith("two"), PATIENCE);

            assertThat(first.id()).isEqualTo("1");
            assertThat(first.raw()).isEqualTo(Bytes.of("id:1\nevent:tick\ndata:one\n\n"));
            assertThat(second.data()).isEqualTo("two\n2");
            assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.COMPLETE);
            assertThat(client.chunks())
                    .containsExactly(first.raw(), Bytes.of("data:"), Bytes.of("two\ndat"), Bytes.of("a:2\n\n:x"));
            assertThat(client.events()).containsExactly(first, second);
            assertThat(client.raw().utf8()).startsWith(HEAD + FIRST).endsWith(LAST_CHUNK);
        }
    }

    @Test
    void tellsTheEndOfTheBodyFromTheEndOfTheConnection() throws IOException {
        var mayClose = new CountDownLatch(1);

        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    connection.write(HEAD + FIRST + LAST_CHUNK);
                    mayClose.await();
                });
                SseClient client = SseClient.connect(server.dial("http", "/"))) {
            assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.COMPLETE);
            assertThatThrownBy(() -> client.awaitDisconnect(Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("no end within PT0.05S\nconnection: open");

            mayClose.countDown();

            assertThat(client.awaitDisconnect(PATIENCE)).isEqualTo(End.EOF);
        }
    }

    @Test
    void noticesAStreamThatIsCutBetweenChunks() throws IOException {
        assertThat(endOf(connection -> connection.write(HEAD + FIRST))).isEqualTo(End.EOF);
    }

    @Test
    void noticesAStreamThatIsCutInsideAChunk() throws IOException {
        assertThat(endOf(connection -> connection.write(HEAD + FIRST + "20\r\nid:")))
                .isEqualTo(End.EOF);
    }

    @Test
    void noticesAReset() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    connection.write(HEAD + FIRST);
                    connection.read(1);
                    connection.reset();
                });
                SseClient client = SseClient.connect(server.dial("http", "/"))) {
            client.next(PATIENCE);

            // A reset discards what the client has not read yet, so the server waits for this word.
            client.send(new byte[1]);

            assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.RESET);
        }
    }

    @Test
    void noticesBrokenChunkFraming() throws IOException {
        assertThat(endOf(connection -> connection.write(HEAD + FIRST + "xyz\r\n")))
                .isEqualTo(End.PROTOCOL_BROKEN);
        assertThat(endOf(connection -> connection.write(HEAD + FIRST + "1\r\nab\r\n")))
                .isEqualTo(End.PROTOCOL_BROKEN);
        assertThat(endOf(connection -> connection.write(HEAD + FIRST + "1\na"))).isEqualTo(End.PROTOCOL_BROKEN);
    }

    @Test
    void readsAStreamThatEndsWithTheConnection() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata:x\n\n");
                });
                SseClient client = SseClient.connect(server.dial("http", "/"))) {
            assertThat(client.next(PATIENCE).data()).isEqualTo("x");
            assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.EOF);
        }
    }

    @Test
    void readsARefusalWhole() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 4\r\n\r\nno!\n");
                });
                SseClient client = SseClient.connect(server.dial("http", "/"))) {
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.reply().text()).isEqualTo("no!\n");
            assertThat(client.events()).isEmpty();
        }
    }

    @Test
    void failsWithWhatItReceivedWhenNoEventComes() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    connection.write(HEAD + FIRST);
                });
                SseClient client = SseClient.connect(server.dial("http", "/"))) {
            client.next(PATIENCE);

            assertThatThrownBy(() -> client.next(PATIENCE))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no event as wanted")
                    .hasMessageContaining("connection: EOF")
                    .hasMessageContaining("event=tick, data=one");
        }
    }

    @Test
    void failsWhenTheServerDoesNotAnswer() throws IOException {
        try (var server = TinyServer.running(TinyServer.Connection::readHead)) {
            assertThatThrownBy(() -> SseClient.connect(server.dial("http", "/")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no response head as wanted")
                    .hasMessageContaining("connection: EOF");
        }
    }

    @Test
    void aStalledClientStopsTheServerAndReadsOnLater() throws IOException {
        var written = new AtomicLong();
        byte[] chunk = ("400\r\n" + ":".repeat(1_024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int count = 40_000;
        var mayFlood = new CountDownLatch(1);

        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    connection.write(HEAD + FIRST);
                    mayFlood.await();
                    for (int i = 0; i < count; i++) {
                        connection.write(chunk);
                        written.incrementAndGet();
                    }
                    connection.write(LAST_CHUNK);
                });
                SseClient client = SseClient.connect(server.dial("http", "/").receiveBuffer(4_096))) {
            client.next(PATIENCE);
            client.stall();
            mayFlood.countDown();
            awaitStandstill(written);

            assertThat(written.get()).isLessThan(count);
            client.resume();

            assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.COMPLETE);
            assertThat(client.receivedBytes()).isGreaterThan(count * 1_024L);
            assertThat(client.raw().size()).isEqualTo(16 * 1_024 * 1_024);
        }
    }

    @Test
    void aResetReachesTheServer() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    connection.write(HEAD + FIRST);
                    assertThatThrownBy(() -> connection.read(1)).hasMessageContaining("reset");
                });
                SseClient client = SseClient.connect(server.dial("http", "/"))) {
            client.next(PATIENCE);

            client.reset();

            assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.CLOSED_HERE);
            server.awaitScript();
        }
    }

    /** Returns how a stream ended after its first event. */
    private static End endOf(TinyServer.Script script) throws IOException {
        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    script.run(connection);
                });
                SseClient client = SseClient.connect(server.dial("http", "/"))) {
            assertThat(client.next(PATIENCE).data()).isEqualTo("one");
            return client.awaitEnd(PATIENCE);
        }
    }

    /** Waits until the count has not moved between two looks that are some time apart. */
    private static void awaitStandstill(AtomicLong count) {
        var before = new AtomicLong(-1);
        var still = new AtomicLong();
        Eventually.eventually().observing(count::get).until("a standstill", () -> {
            boolean moved = before.getAndSet(count.get()) != count.get();
            return (moved ? still.updateAndGet(_ -> 0) : still.incrementAndGet()) == 100;
        });
    }
}

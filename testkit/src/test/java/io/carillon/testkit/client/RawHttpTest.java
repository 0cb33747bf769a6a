package io.carillon.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class RawHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void readsOneResponseAfterTheOther() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    heard.add(connection.readHead());
                    connection.write("HTTP/1.1 100 Continue\r\n\r\n" + OK);
                    connection.write("HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n");
                    connection.write(
                            "HTTP/1.1 413\r\nTransfer-Encoding: chunked\r\nA: 1\r\na: 2\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\nTrailer: x\r\n\r\n");
                    connection.write("HTTP/1.1 500 Oh no\r\n\r\nuntil the end");
                });
                RawHttp http = RawHttp.connect(server.dial("http", "/"))) {
            http.send("FOO bar\r\n").send("\r\n");

            assertThat(http.read(PATIENCE).status()).isEqualTo(100);
            assertThat(http.read(PATIENCE).text()).isEqualTo("hi");
            assertThat(http.read(PATIENCE).body()).isEqualTo(Bytes.NONE);
            HttpReply chunked = http.read(PATIENCE);
            assertThat(chunked.text()).isEqualTo("abcd");
            assertThat(chunked.head().phrase()).isEmpty();
            assertThat(chunked.headers().all("A")).containsExactly("1", "2");
            assertThat(http.read(PATIENCE).text()).isEqualTo("until the end");
            assertThat(http.awaitEnd(PATIENCE)).isEqualTo(End.EOF);
            assertThat(http.raw().utf8()).startsWith("HTTP/1.1 100 Continue\r\n\r\n" + OK);
            assertThat(heard).containsExactly("FOO bar\r\n\r\n");
        }
    }

    @Test
    void readsTheHeadAloneWhereNoBodyFollows() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + OK);
                });
                RawHttp http = RawHttp.connect(server.dial("http", "/"))) {
            http.send("HEAD / HTTP/1.1\r\n\r\n");

            assertThat(http.readHead(PATIENCE).status()).isEqualTo(200);
            assertThat(http.read(PATIENCE).text()).isEqualTo("hi");
        }
    }

    @Test
    void failsWithWhatCameWhenTheResponseDoesNot() throws IOException {
        var mayClose = new CountDownLatch(1);

        try (var server = TinyServer.running(connection -> {
                    connection.write("HTTP/1.1 200 OK\r\n");
                    mayClose.await();
                });
                RawHttp http = RawHttp.connect(server.dial("http", "/"))) {
            assertThatThrownBy(() -> http.read(Duration.ofSeconds(2)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("no whole response within PT2S; received: HTTP/1.1 200 OK\\r\\n");
            assertThatThrownBy(() -> http.awaitEnd(Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("the connection is still open; received: HTTP/1.1 200 OK\\r\\n");
            mayClose.countDown();
        }
    }

    @Test
    void failsWhereTheResponseIsNotHttp() throws IOException {
        try (var server = TinyServer.running(connection -> connection.write("HTTP/1.1 200 OK\nA: b\n\n"));
                RawHttp http = RawHttp.connect(server.dial("http", "/"))) {
            assertThatThrownBy(() -> http.read(PATIENCE))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("no response: PROTOCOL_BROKEN");
        }
    }

    @Test
    void endsItsOwnSideInOrder() throws IOException {
        try (var server = TinyServer.running(connection -> {
                    heard.add(new String(connection.input().readAllBytes(), StandardCharsets.UTF_8));
                    connection.write(OK);
                });
                RawHttp http = RawHttp.connect(server.dial("http", "/"))) {
            http.send("half").closeOutput();

            assertThat(http.read(PATIENCE).status()).isEqualTo(200);
            assertThat(heard).containsExactly("half");
        }
    }

    @Test
    void postsABodyWithItsLength() throws IOException {
        try (var server = TinyServer.running(connection -> {
            heard.add(connection.readHead());
            heard.add(new String(connection.read(8), StandardCharsets.UTF_8));
            connection.write("HTTP/1.1 202 Accepted\r\nX-A: b\r\nContent-Length: 2\r\n\r\n{}");
        })) {
            HttpReply reply = Http.postJson(server.dial("http", "/messages").uri(), "{\"ä\":1}");

            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.header("x-a")).isEqualTo("b");
            assertThat(reply.text()).isEqualTo("{}");
            assertThat(heard.remove())
                    .startsWith("POST /messages HTTP/1.1\r\nHost: 127.0.0.1:")
                    .endsWith("Connection: close\r\nContent-Length: 8\r\nContent-Type: application/json\r\n\r\n");
            assertThat(heard.remove()).isEqualTo("{\"ä\":1}");
        }
    }

    @Test
    void getsWithoutABody() throws IOException {
        try (var server = TinyServer.running(connection -> {
            heard.add(connection.readHead());
            connection.write(OK);
        })) {
            HttpReply reply = Http.get(server.dial("http", "").header("Host", "a.example"));

            assertThat(reply.text()).isEqualTo("hi");
            assertThat(heard).containsExactly("GET / HTTP/1.1\r\nConnection: close\r\nHost: a.example\r\n\r\n");
        }
    }

    @Test
    void showsBytesReadably() {
        assertThat(Bytes.ofHex("48 69 0d 0a 5c ff")).hasToString("Hi\\r\\n\\\\\\xff");
        assertThat(Bytes.of(new byte[2_001]).toString()).endsWith("\\x00... (2001 bytes)");
    }
}

package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.testkit.tcp.RawConnection;
import io.helidon.http.Method;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Speaks to a listener on a real port, with deadlines that are short enough to wait for. */
class PublicListenerTest {

    private static final ListenerLimits LIMITS = new ListenerLimits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            16 * 1024,
            100,
            8 * 1024,
            -1,
            -1,
            0);

    private final PublicListener listener = PublicListener.builder()
            .host("127.0.0.1")
            .port(0)
            .limits(LIMITS)
            .contribute(new PathRoutes()
                    .route(Method.GET, "/hello", (_, response) -> response.send("hello"))
                    .route(Method.POST, "/hello", (_, response) -> response.send("posted"))
                    .route(Method.GET, "/broken", (_, _) -> {
                        throw new IllegalStateException("secret");
                    }))
            .build();

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void answersSeveralRequestsOnOneConnection() {
        listener.start();

        try (var client = new RawConnection(listener.port())) {
            client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").awaitText("hello");
            client.forget();
            client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(client.awaitText("hello")).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void answersAnUnknownPathWithAProblem() {
        listener.start();

        String answer = answerTo("GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .containsIgnoringCase("Content-Type: application/problem+json\r\n")
                .containsIgnoringCase("Cache-Control: no-store\r\n")
                .endsWith("{\"type\":\"about:blank\",\"title\":\"There is nothing at this path\",\"status\":404,"
                        + "\"detail\":\"Endpoint not found\",\"code\":\"not-found\",\"error\":\"Endpoint not found\"}");
    }

    @Test
    void namesTheMethodsOfAPathThatWasAskedWithAnother() {
        listener.start();

        String answer = answerTo("DELETE /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .containsIgnoringCase("Allow: GET, POST\r\n")
                .contains("\"code\":\"method-not-allowed\"");
    }

    @Test
    void keepsTheReasonOfAFailureToItself() {
        listener.start();

        String answer = answerTo("GET /broken HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .containsIgnoringCase("Retry-After: 1\r\n")
                .contains("\"code\":\"internal\"")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`GET / HTTP/1.0\r\n\r\n`, 505, http-version",
                "`GET  HTTP/1.1\r\nHost: x\r\n\r\n`, 400, malformed-request",
                "`nonsense\r\n\r\n`, 400, malformed-request",
                "`GET / HTTP/1.1\r\n\r\n`, 400, malformed-request",
                "`GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n`, 400, malformed-request",
                "`GET / HTTP/1.1\r\nHost : x\r\n\r\n`, 400, malformed-request",
                "`GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n`, 400, malformed-request",
                "`G\u0001T / HTTP/1.1\r\nHost: x\r\n\r\n`, 400, malformed-request",
                "`POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400, malformed-request",
                "`POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\n`, 400, malformed-request",
                "`POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`, 400, malformed-request",
                "`POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n`, 501, not-implemented",
            })
    void refusesWhatIsNotHttpAndCloses(String request, int status, String code) {
        listener.start();

        String answer = answerTo(request + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\"code\":\"" + code + "\"")
                .containsIgnoringCase("Connection: close\r\n")
                .doesNotContain("HTTP/1.1 200");
    }

    @Test
    void refusesAHeadOverItsLimits() {
        listener.start();

        String longPath = answerTo("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        String longField = answerTo("GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(17_000) + "\r\n\r\n");
        String manyFields = answerTo("GET /hello HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(100) + "\r\n");
        String enoughFields =
                answerTo("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + "A: b\r\n".repeat(98) + "\r\n");

        assertThat(longPath).startsWith("HTTP/1.1 414 ").contains("\"code\":\"path-too-long\"");
        assertThat(longField).startsWith("HTTP/1.1 431 ").contains("\"code\":\"head-too-large\"");
        assertThat(manyFields)
                .startsWith("HTTP/1.1 431 ")
                .contains("\"detail\":\"head: 101 fields (expected: at most 100)\"");
        assertThat(enoughFields).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void readsNothingAfterARequestThatAskedToClose() {
        listener.start();

        String answer = answerTo("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                + "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx");

        assertThat(answer).endsWith("hello").doesNotContain("posted");
    }

    @Test
    void closesAConnectionThatStaysSilent() {
        listener.start();

        try (var client = new RawConnection(listener.port())) {
            assertThat(client.awaitClose()).isEmpty();
        }
    }

    @Test
    void answersHalfAHeadWithATimeout() {
        listener.start();

        assertThat(answerTo("GET /hello HTTP/1.1\r\nHost: x\r\n"))
                .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                .contains("\"code\":\"request-timeout\"");
    }

    @Test
    void closesAnIdleConnectionWithoutAWord() {
        listener.start();

        assertThat(answerTo("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"))
                .endsWith("hello")
                .containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    void answersANewConnectionOnceWhileItDrains() {
        listener.start();

        listener.drain();

        assertThat(answerTo("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2)))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsIgnoringCase("Connection: close\r\n")
                .containsOnlyOnce("hello");
    }

    @Test
    void closesIdleConnectionsAtADrain() {
        listener.start();
        try (var idle = new RawConnection(listener.port())) {
            idle.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").awaitText("hello");

            listener.drain();

            assertThat(idle.awaitClose()).endsWith("hello");
        }
    }

    @Test
    void saysWhichSettingChangesAPortThatIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var second = PublicListener.builder()
                    .host("127.0.0.1")
                    .port(taken.getLocalPort())
                    .build();

            assertThatThrownBy(second::start)
                    .hasMessage("port " + taken.getLocalPort() + " on 127.0.0.1 is not free for HTTP:"
                            + " Address already in use (choose another with push.http.port)");
        }
    }

    private String answerTo(String request) {
        try (var client = new RawConnection(listener.port())) {
            return client.send(request).awaitClose();
        }
    }
}

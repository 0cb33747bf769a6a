package io.carillon.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What nobody sends who means well, at a real listener: each is answered, nothing of it reaches the log that should not, and
 * the next publisher is served.
 */
class HostileInputTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GOOD = "{\"channel\":\"c\",\"message\":1}";

    private final PublishServer server = new PublishServer();

    @AfterEach
    void servesTheNextOne() {
        assertThat(server.post("/messages", "application/json", GOOD).statusCode())
                .isEqualTo(202);
        server.close();
    }

    /** Two readers of such a request could disagree on where it ends, and so on whose the rest is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 26\r\nContent-Length: 27",
                "Content-Length: 26\r\nTransfer-Encoding: chunked",
                "Content-Length: 26, 26",
                "Content-Length: 0x1a",
                "Content-Length: +26",
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunKed, identity",
                "Transfer-Encoding:\tchunked\r\nContent-Length: 26"
            })
    void refusesABodyWhoseEndIsNotClear(String lengths) {
        HttpReply reply = send("POST /messages HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n" + lengths
                + "\r\n\r\n" + GOOD);

        assertThat(reply.status()).as(lengths).isBetween(400, 501);
        assertThat(server.appends).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"TRACE, 405", "PUT, 405", "FOO, 405"})
    void refusesOtherMethodsAndSaysWhichThereAre(String method, int status) {
        HttpReply reply = send(method + " /messages HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Allow")).isEqualTo("POST");
    }

    @Test
    void refusesAHundredThousandHeaders() {
        var head = new StringBuilder("POST /messages HTTP/1.1\r\nHost: h\r\n");
        for (int i = 0; i < 100_000; i++) {
            head.append("a: b\r\n");
        }

        assertThat(send(head.append("\r\n").toString()).status()).isIn(400, 431);
    }

    @Test
    void refusesPathsAndHeadsOverTheirLimits() {
        assertThat(send("POST /messages?" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: h\r\n\r\n")
                        .status())
                .isEqualTo(414);
        assertThat(send("POST /messages HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(17_000) + "\r\n\r\n")
                        .status())
                .isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: a\u0000b", "X\u0000: a", "X : a", ": a", "X", "X: a\r\n folded"})
    void refusesHeadersThatAreNone(String header) {
        HttpReply reply = send("POST /messages HTTP/1.1\r\nHost: h\r\n" + header + "\r\nContent-Length: 0\r\n\r\n");

        assertThat(reply.status()).isIn(400, 415);
    }

    /** Deep or long JSON must cost no more than its bytes. */
    @Test
    void refusesJsonThatIsDeepOrEndless() {
        assertThat(publish("[".repeat(900)).statusCode()).isEqualTo(400);
        assertThat(publish("{\"channel\":\"c\",\"message\":" + "[".repeat(300) + "]".repeat(300) + "}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(publish("{\"channel\":\"c\",\"message\":" + "9".repeat(900) + "}")
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"c\",\"message\":\"\u00ff\"}",
                "{\"channel\":\"c\u00c0\u0080\",\"message\":1}",
                "\u00ef\u00bb\u00bf{\"channel\":\"c\",\"message\":1}",
                "{\"channel\":\"\\ud800\",\"message\":1}",
                "{\"channel\":\"a\\u000ab\",\"message\":1}",
                "{\"channel\":\"a\\u0000b\",\"message\":1}",
                "{\"channel\":\"a,b\",\"message\":1}",
                "{\"channel\":\"c\",\"channel\":\"d\",\"message\":1}",
                "{\"channel\":\"c\",\"message\":NaN}",
                "{\"channel\":\"c\",\"message\":1}}",
                "{}",
                "[]",
                "null"
            })
    void refusesBodiesThatOnlyLookLikeMessages(String latin1) {
        byte[] body = latin1.getBytes(StandardCharsets.ISO_8859_1);
        try (var http = RawHttp.connect(dial())) {
            http.send("POST /messages HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length + "\r\n\r\n");

            assertThat(http.send(body).read(SOON).status()).isEqualTo(400);
        }
        assertThat(server.appends).hasValue(0);
    }

    private HttpResponse<String> publish(String body) {
        return server.post("/messages", "application/json", body);
    }

    private HttpReply send(String request) {
        try (var http = RawHttp.connect(dial())) {
            return http.send(request).read(SOON);
        }
    }

    private Dial dial() {
        return Dial.to("http://127.0.0.1:" + server.port() + "/messages");
    }
}

package io.carillon.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.tcp.RawConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /channels/{channel}/messages}. */
class PublishToChannelTest {

    private final PublishServer server = new PublishServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "text/plain, `hi`, `\"hi\"`",
                "`text/plain;charset=UTF-8`, `say \"é\"\n`, `\"say \\\"é\\\"\\n\"`",
                "application/x-www-form-urlencoded, `a=b&c=%20`, `\"a=b&c=%20\"`",
                "application/json, ` {\"a\": 1.0} `, `{\"a\":1.0}`",
                "application/json, `\"hi\"`, `\"hi\"`",
            })
    void publishesTheBareBody(String contentType, String body, String appended) {
        var answer = server.post("/channels/c/messages", contentType, body);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"subscribers\":2,\"id\":\"1.abcdefgh.1z.0:0\"}");
        assertThat(server.log.read("c"))
                .extracting(publication -> publication.value().toString())
                .containsExactly(appended);
    }

    @ParameterizedTest
    @CsvSource({
        "a%20b, a b",
        "a+b, a+b",
        "a%2Fb, a/b",
        "a%252Fb, a%2Fb",
        "%C3%A9, é",
        "messages, messages",
        "a;b, a;b",
        "%2E%2E, ..",
        "a:b@c, a:b@c"
    })
    void decodesTheChannelOnce(String raw, String channel) {
        var answer = server.post("/channels/" + raw + "/messages", "text/plain", "hi");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(server.log.read(channel)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"a%2Cb", "a%00", "%0d%0a", "%7F", "%C2%85", "''"})
    void refusesAnInvalidChannel(String raw) {
        var answer = server.post("/channels/" + raw + "/messages", "text/plain", "hi");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"invalid-channel\"");
        assertThat(server.log.read(0, 0)).isEmpty();
    }

    @Test
    void takesAChannelOf255BytesAndNotOneMore() {
        String longest = "%C3%A9".repeat(127) + "a";

        assertThat(server.post("/channels/" + longest + "/messages", "text/plain", "hi")
                        .statusCode())
                .isEqualTo(202);
        assertThat(server.post("/channels/" + longest + "a/messages", "text/plain", "hi")
                        .body())
                .contains("channel: 256 bytes (expected: at most 255)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/channels/a/b/messages", "/channels/a", "/channels//", "/channels/a/messages/b"})
    void knowsNoOtherPaths(String path) {
        assertThat(server.post(path, "text/plain", "hi").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%c0%af", "%ed%a0%80"})
    void refusesAChannelThatIsNotUtf8(String raw) {
        assertThat(server.post("/channels/" + raw + "/messages", "text/plain", "hi")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.log.read(0, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "application/json, `null`, invalid-message",
                "application/json, `hi`, malformed-json",
                "text/plain, ``, empty-body",
            })
    void refusesABodyThatIsNoMessage(String contentType, String body, String code) {
        var answer = server.post("/channels/c/messages", contentType, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        try (var client = new RawConnection(server.port())) {
            client.send("POST /channels/c/messages HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                            + "Content-Length: 2\r\n\r\na")
                    .send(new byte[] {(byte) 0xff});

            assertThat(client.awaitText("\"error\"")).contains(" 400 ", "byte 1: not valid UTF-8");
        }
    }

    @Test
    void refusesOtherMediaTypesAndMethods() {
        assertThat(server.post("/channels/c/messages", "image/png", "hi").statusCode())
                .isEqualTo(415);
        assertThat(server.post("/channels/c/messages", "text/plain; charset=latin1", "hi")
                        .statusCode())
                .isEqualTo(415);
        assertThat(server.send("PUT", "/channels/c/messages", "hi").headers().firstValue("Allow"))
                .contains("POST");
    }

    @Test
    void executesNothingOfABodyOverTheLimit() {
        String smuggled =
                "POST /channels/smuggled/messages HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx";
        try (var client = new RawConnection(server.port())) {
            String answer = client.send("POST /channels/c/messages HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n"
                            + smuggled.repeat(50))
                    .awaitClose();

            assertThat(answer).startsWith("HTTP/1.1 413 ").doesNotContain("HTTP/1.1 202");
            assertThat(server.log.read(0, 0)).isEmpty();
        }
    }
}

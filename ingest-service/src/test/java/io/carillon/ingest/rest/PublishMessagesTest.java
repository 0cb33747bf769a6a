package io.carillon.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.log.AppendOutcome;
import io.carillon.core.publication.Publication;
import io.carillon.testkit.wait.Eventually;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /messages} with one message. */
class PublishMessagesTest {

    private static final String JSON = "application/json";

    private final PublishServer server = new PublishServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersWithTheSubscribersAndTheId() {
        var answer = server.post("/messages", JSON, "{\"channel\":\"qwerty\",\"message\":\"hi\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"subscribers\":2,\"id\":\"1.abcdefgh.1z.0:0\"}");
        assertThat(server.log.read("qwerty"))
                .extracting(publication -> publication.value().toString())
                .containsExactly("\"hi\"");
        assertThat(server.count("accepted")).isEqualTo(1);
        assertThat(server.metrics.get("push.ingest.publish").timer().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"\"`, `\"\"`",
                "`0`, `0`",
                "`false`, `false`",
                "`12345678901234567890.10`, `12345678901234567890.10`",
                "` { \"a b\" : [ 1e400 , null ] } `, `{\"a b\":[1e400,null]}`",
                "`\"\\u0000\\n\\ud800é😀\"`, `\"\\u0000\\n\\ud800é😀\"`",
            })
    void appendsTheValueAsItWasWritten(String value, String appended) {
        var answer = server.post("/messages", JSON, "{\"x\":1,\"message\":" + value + ",\"channel\":\"c\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(server.log.read("c"))
                .extracting(publication -> publication.value().toString())
                .containsExactly(appended);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`5`, `5`",
                "`-1.50`, `-1.50`",
                "`\"a\\u002fb\"`, `a/b`",
                "`\" é😀 \"`, ` é😀 `",
                "`\"..\"`, `..`",
                "`\"*\"`, `*`",
                "`\"e\\u0301\"`, `e\u0301`"
            })
    void publishesToTheChannelThatWasMeant(String channel, String name) {
        var answer = server.post("/messages", JSON, "{\"channel\":" + channel + ",\"message\":1}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(server.log.read(0, 0)).extracting(Publication::channel).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{`, malformed-json, `byte 1: end of text (expected: '\"' to start a member's name)`",
                "`{} x`, malformed-json, `byte 3: 'x' (expected: nothing after the value)`",
                "`{\"channel\":\"c\",\"message\":NaN}`, malformed-json, `byte 25: 'N' (expected: a value)`",
                "`{}`, invalid-message, `channel: missing (expected: a string)`",
                "`[]`, invalid-message, `not an object (expected: an object)`",
                "`null`, invalid-message, `not an object (expected: an object)`",
                "`{\"channel\":\"c\"}`, invalid-message, `message: missing (expected: any JSON value but null)`",
                "`{\"channel\":\"c\",\"message\":null}`, invalid-message, `message: null (expected: any JSON value but null)`",
                "`{\"channel\":null,\"message\":1}`, invalid-message, `channel: not a string (expected: a string)`",
                "`{\"channel\":[\"c\"],\"message\":1}`, invalid-message, `channel: not a string (expected: a string)`",
                "`{\"channel\":true,\"message\":1}`, invalid-message, `channel: not a string (expected: a string)`",
                "`{\"channel\":\"c\",\"message\":1,\"message\":2}`, invalid-message, `member 'message' occurs twice (expected: once)`",
                "`{\"channel\":\"\",\"message\":1}`, invalid-channel, `channel: empty (expected: 1 to 255 bytes of UTF-8)`",
                "`{\"channel\":\"a,b\",\"message\":1}`, invalid-channel, `channel: has a comma at index 1 (expected: none)`",
                "`{\"channel\":\"a\\n\",\"message\":1}`, invalid-channel, `channel: has a control character at index 1 (expected: none)`",
                "`{\"channel\":\"\\ud800\",\"message\":1}`, invalid-channel, `channel: has half a surrogate pair (expected: valid UTF-8)`"
            })
    void refusesWhatIsNotAMessage(String body, String code, String detail) {
        var answer = server.post("/messages", JSON, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body())
                .contains("\"code\":\"" + code + "\"")
                .contains("\"detail\":\"" + detail.replace("\"", "\\\"") + "\"")
                .contains("\"error\":\"" + detail.replace("\"", "\\\"") + "\"");
        assertThat(server.log.read(0, 0)).isEmpty();
        assertThat(server.count(code)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/jsonx",
                "application/json; charset=utf-16",
                "application/json;charset=\"iso-8859-1\""
            })
    void refusesOtherMediaTypes(String contentType) {
        var answer = server.post("/messages", contentType, "{\"channel\":\"c\",\"message\":1}");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("\"code\":\"unsupported-media-type\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON ; charset=UTF-8", "application/json;charset=\"utf-8\""})
    void takesJsonHoweverItIsAnnounced(String contentType) {
        assertThat(server.post("/messages", contentType, "{\"channel\":\"c\",\"message\":1}")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void refusesAMissingMediaTypeAndAContentEncoding() {
        var untyped = server.send("POST", "/messages", "{\"channel\":\"c\",\"message\":1}");
        var zipped = server.post("/messages", JSON, "xx", "Content-Encoding", "gzip");

        assertThat(untyped.statusCode()).isEqualTo(415);
        assertThat(zipped.statusCode()).isEqualTo(415);
    }

    @Test
    void takesABodyUpToTheLimitAndNotOneByteMore() {
        String frame = "{\"channel\":\"c\",\"message\":\"\"}";
        String filling = "x".repeat(1000 - frame.length());

        var full = server.post("/messages", JSON, frame.replace("\"\"", '"' + filling + '"'));
        var over = server.post("/messages", JSON, frame.replace("\"\"", '"' + filling + "x\""));

        assertThat(full.statusCode()).isEqualTo(202);
        assertThat(over.statusCode()).isEqualTo(413);
        assertThat(over.body()).contains("body: 1001 bytes (expected: at most 1000 bytes)");
    }

    @Test
    void refusesAnEmptyBody() {
        var answer = server.post("/messages", JSON, "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"empty-body\"");
    }

    @Test
    void refusesOtherMethods() {
        var answer = server.send("GET", "/messages", "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void leavesOutTheSubscribersWhenTheClientPrefersIt() {
        var answer =
                server.post("/messages", JSON, "{\"channel\":\"c\",\"message\":1}", "Prefer", "wait=5, Return=Minimal");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("return=minimal");
        assertThat(answer.body()).isEqualTo("{\"id\":\"1.abcdefgh.1z.0:0\"}");
    }

    @Test
    void tellsThatTheLogIsOutOfReach() {
        server.target =
                (_, _, _) -> CompletableFuture.completedFuture(new AppendOutcome.Unavailable("10.0.0.1 is down"));

        var answer = server.post("/messages", JSON, "{\"channel\":\"c\",\"message\":1}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body()).contains("\"code\":\"log-unavailable\"").doesNotContain("10.0.0.1");
    }

    @Test
    void tellsThatTheOutcomeIsUnknown() {
        server.target = (_, _, _) -> CompletableFuture.completedFuture(new AppendOutcome.Unknown("no ack in 2 s"));

        var answer = server.post("/messages", JSON, "{\"channel\":\"c\",\"message\":1}");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body()).contains("\"code\":\"outcome-unknown\"");
    }

    @Test
    void shedsWhatIsOverTheLimitsAndTakesItOnceThereIsRoom() {
        var permit = server.admission.tryAdmit(19_990).orElseThrow();

        var shed = server.post("/messages", JSON, "{\"channel\":\"c\",\"message\":1}");
        permit.close();
        var taken = server.post("/messages", JSON, "{\"channel\":\"c\",\"message\":1}");

        assertThat(shed.statusCode()).isEqualTo(503);
        assertThat(shed.headers().firstValue("Retry-After")).contains("1");
        assertThat(shed.body()).contains("\"code\":\"overloaded\"");
        assertThat(taken.statusCode()).isEqualTo(202);
        // The answer is on its way before its request gives back what it had.
        Eventually.eventually().passes("room for as much as at first", () -> {
            assertThat(server.admission.inFlight()).isZero();
            assertThat(server.admission.inFlightBytes()).isZero();
        });
    }
}

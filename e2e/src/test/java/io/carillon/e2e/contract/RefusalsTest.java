package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Carillon
class RefusalsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {"channel":"c","message"      | malformed-json  | byte 24: end of text (expected: ':')
                [1,2]                         | invalid-message | not an object (expected: an object)
                "text"                        | invalid-message | not an object (expected: an object)
                {"message":1}                 | invalid-message | channel: missing (expected: a string)
                {"channel":null,"message":1}  | invalid-message | channel: not a string (expected: a string)
                {"channel":["c"],"message":1} | invalid-message | channel: not a string (expected: a string)
                {"channel":"c"}               | invalid-message | message: missing (expected: any JSON value but null)
                {"channel":"c","message":null}| invalid-message | message: null (expected: any JSON value but null)
                {"channel":"","message":1}    | invalid-channel | channel: empty (expected: 1 to 255 bytes of UTF-8)
                {"channel":"a,b","message":1} | invalid-channel | channel: has a comma at index 1 (expected: none)
                {"channel":"a\\nb","message":1}| invalid-channel | channel: has a control character at index 1 (expected: none)
                {"channel":"a","channel":"b","message":1} | invalid-message | member 'channel' occurs twice (expected: once)
                """)
    void p20AMessageThatIsNoneIsABadRequestThatSaysWhy(
            String body, String code, String detail, RunningCarillon carillon) {
        HttpReply reply = carillon.post(body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(Problem.of(reply)).extracting(Problem::code, Problem::detail).containsExactly(code, detail);
    }

    @Test
    void p20AChannelMayHave255BytesAndNotOneMore(RunningCarillon carillon) {
        HttpReply longest = carillon.post("{\"channel\":\"" + "é".repeat(127) + "x\",\"message\":1}");
        HttpReply tooLong = carillon.post("{\"channel\":\"" + "é".repeat(128) + "\",\"message\":1}");

        assertThat(longest.status()).isEqualTo(202);
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(Problem.of(tooLong).detail()).isEqualTo("channel: 256 bytes (expected: at most 255)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/json",
                "application/xml",
                "application/json;charset=ISO-8859-1",
                "application/x-www-form-urlencoded"
            })
    void p21AnotherContentTypeIsUnsupported(String type, RunningCarillon carillon) {
        HttpReply reply = Http.post(Dial.to(carillon.http("/messages")), type, "{\"channel\":\"c\",\"message\":1}");

        assertThat(reply.status()).isEqualTo(415);
        assertThat(Problem.of(reply).code()).isEqualTo("unsupported-media-type");
    }

    @Test
    void p21NoContentTypeIsUnsupported(RunningCarillon carillon) {
        HttpReply reply = Http.send("POST", Dial.to(carillon.http("/messages")), Bytes.of("{}"));

        assertThat(reply.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages", "/channels/c/messages"})
    void p21AnEmptyBodyIsABadRequest(String path, RunningCarillon carillon) {
        HttpReply reply = Http.post(Dial.to(carillon.http(path)), "application/json", "");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(Problem.of(reply)).isEqualTo(new Problem("The body is empty", "empty-body", "The body is empty"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /messages, POST",
        "PUT, /messages, POST",
        "DELETE, /channels/c/messages, POST",
        "POST, /sse/messages?channels=c, GET",
        "POST, /ws/messages?channels=c, GET",
    })
    void p22AnotherMethodIsRefusedWithThoseThatAreTaken(
            String method, String path, String allowed, RunningCarillon carillon) {
        HttpReply reply = Http.send(method, Dial.to(carillon.http(path)), Bytes.NONE);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo(allowed);
        assertThat(Problem.of(reply).code()).isEqualTo("method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/message", "/messages/1", "/sse", "/channels//messages/x", "/favicon.ico"})
    void anUnknownPathIsNotFound(String path, RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.http(path));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(Problem.of(reply).code()).isEqualTo("not-found");
    }

    @Test
    void aClientThatDoesNotTakeEventStreamsIsToldThatThereIsNothingElse(RunningCarillon carillon) {
        HttpReply reply =
                Http.get(Dial.to(carillon.http("/sse/messages?channels=c")).header("Accept", "application/json"));

        assertThat(reply.status()).isEqualTo(406);
        assertThat(Problem.of(reply).code()).isEqualTo("not-acceptable");
    }

    @Test
    void thePathOfWebSocketsAsksForTheUpgrade(RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.http("/ws/messages?channels=c"));

        assertThat(reply.status()).isEqualTo(426);
        assertThat(reply.header("Upgrade")).isEqualTo("websocket");
        assertThat(Problem.of(reply).code()).isEqualTo("upgrade-required");
    }

    @Test
    void aListOfMoreThanAHundredChannelsIsRefused(RunningCarillon carillon) {
        String names = IntStream.range(0, 101).mapToObj(number -> "c" + number).collect(Collectors.joining(","));

        HttpReply reply = Http.get(carillon.http("/sse/messages?channels=" + names));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(Problem.of(reply).code()).isEqualTo("too-many-channels");
    }
}

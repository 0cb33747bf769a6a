package io.carillon.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

    @Test
    void asksForTheConnectionsEndWithTheAnswerAndPassesAllElseOn() {
        assertThat(
                        parse(
                                "POST /messages?x=1 HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\nKeep-Alive: 5\r\nX: \u00e9\r\n\r\n"))
                .hasValue(new RequestHead(
                        "/messages",
                        "POST /messages?x=1 HTTP/1.1\r\nHost: h\r\nX: \u00e9\r\nConnection: close\r\n\r\n"));
    }

    @Test
    void letsARequestForAnotherProtocolHaveItsConnection() {
        assertThat(parse("GET /ws/messages HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n"))
                .hasValue(new RequestHead(
                        "/ws/messages",
                        "GET /ws/messages HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET\r\n\r\n", "GET http://h/ HTTP/1.1\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "\r\n\r\n"})
    void isNoneWhereTheFirstLineIsNone(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void endsAtTheEmptyLineAndNotBefore() {
        byte[] bytes = "GET / HTTP/1.1\r\nA: b\r\n\r\nbody".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(RequestHead.end(bytes, bytes.length)).isEqualTo(bytes.length - "body".length());
        assertThat(RequestHead.end(bytes, bytes.length - "body".length() - 1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "/messages, INGEST",
        "/channels/a/messages, INGEST",
        "/sse/messages, EDGE",
        "/ws/messages, EDGE",
        "/history/a, EDGE",
        "/tickets, EDGE"
    })
    void goesWhereItsPathBelongs(String path, Destination destination) {
        assertThat(Destination.of(path)).hasValue(destination);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/messagesx", "/metrics", "/sseX"})
    void goesNowhereWithAPathThatIsNobodys(String path) {
        assertThat(Destination.of(path)).isEmpty();
    }

    private static Optional<RequestHead> parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return RequestHead.parse(bytes, bytes.length);
    }
}

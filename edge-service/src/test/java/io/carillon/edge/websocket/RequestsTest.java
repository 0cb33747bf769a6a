package io.carillon.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Payload;
import io.carillon.edge.session.Place;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    @Test
    void readsChannelsEachOnce() {
        assertThat(Requests.subscribe(data("{\"channels\":[\"a\",\"b\",\"a\"]}")))
                .isEqualTo(new Requests.Request.Subscribe(List.of("a", "b"), Optional.empty()));
    }

    @Test
    void readsWhereToBegin() {
        assertThat(Requests.subscribe(data("{\"channels\":[\"a\"],\"since\":\"last:3\"}")))
                .isEqualTo(new Requests.Request.Subscribe(List.of("a"), Optional.of(new Place.Last(3))));
    }

    @Test
    void readsWhatToLeaveAndWhatIsAcknowledged() {
        assertThat(Requests.unsubscribe(data("{\"channels\":[\"a\"]}")))
                .isEqualTo(new Requests.Request.Unsubscribe(List.of("a")));
        assertThat(Requests.ack(data("{\"id\":\"1.0k3f92ab.0.1:3\"}")))
                .isEqualTo(new Requests.Request.Ack(
                        Cursor.parse("1.0k3f92ab.0.1:3").orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"a\"",
                "{}",
                "{\"channels\":\"a\"}",
                "{\"channels\":[]}",
                "{\"channels\":[1]}",
                "{\"channels\":[\"a\"],\"channels\":[\"b\"]}"
            })
    void refusesWhatNamesNoChannels(String data) {
        assertThat(Requests.subscribe(data(data)))
                .isInstanceOfSatisfying(
                        Requests.Request.Invalid.class,
                        invalid -> assertThat(invalid.code()).isEqualTo(ErrorCode.INVALID_MESSAGE));
    }

    @Test
    void refusesARequestWithoutData() {
        assertThat(Requests.subscribe(Optional.empty()))
                .isEqualTo(new Requests.Request.Invalid(
                        ErrorCode.INVALID_MESSAGE, "subscribe: data (expected: an object, each member once)"));
    }

    @Test
    void refusesNamesThatBreakTheRule() {
        assertThat(Requests.unsubscribe(data("{\"channels\":[\"a,b\"]}")))
                .isEqualTo(new Requests.Request.Invalid(
                        ErrorCode.INVALID_CHANNEL, "channel: has a comma at index 1 (expected: none)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yesterday\"", "1", "null", "\"last:10000\"", "\"\""})
    void refusesWhatIsNoPlace(String since) {
        assertThat(Requests.subscribe(data("{\"channels\":[\"a\"],\"since\":" + since + "}")))
                .isInstanceOfSatisfying(
                        Requests.Request.Invalid.class,
                        invalid -> assertThat(invalid.code()).isEqualTo(ErrorCode.MALFORMED_CURSOR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":1}", "{\"id\":\"17\"}", "{\"id\":\"\"}", "[]"})
    void refusesToAcknowledgeWhatIsNoId(String data) {
        assertThat(Requests.ack(data(data))).isInstanceOf(Requests.Request.Invalid.class);
    }

    private static Optional<Payload> data(String json) {
        return Optional.of(Payload.of(json));
    }
}

package io.carillon.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.json.JsonObject.Scanned;
import io.carillon.core.publication.Payload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    private static final Set<String> NAMES = Set.of("channel", "message");

    @Test
    void findsTheWantedMembersAndIgnoresTheOthers() {
        assertThat(scan(" { \"x\" : [1, 2] , \"channel\" : \"a b\" , \"message\" : { \"n\" : 1.10 } } "))
                .isEqualTo(members(Map.of("channel", "\"a b\"", "message", "{\"n\":1.10}")));
    }

    @Test
    void looksAtTheTopLevelOnly() {
        assertThat(scan("{\"x\":{\"channel\":1,\"message\":2},\"message\":3}"))
                .isEqualTo(members(Map.of("message", "3")));
    }

    @Test
    void knowsAMemberHoweverItsNameIsSpelt() {
        assertThat(scan("{\"\\u0063hannel\":1,\"\\ud800\":2}")).isEqualTo(members(Map.of("channel", "1")));
    }

    @Test
    void findsNothingInAnEmptyObject() {
        assertThat(scan("{ }")).isEqualTo(members(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":1,\"message\":1}",
                "{\"message\":1,\"x\":0,\"m\\u0065ssage\":null}",
            })
    void refusesAWantedMemberThatOccursTwice(String text) {
        assertThat(scan(text)).isEqualTo(new Scanned.Unsuitable("member 'message' occurs twice (expected: once)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"channel\"", "[{\"channel\":1}]"})
    void refusesWhatIsNotAnObject(String text) {
        assertThat(scan(text)).isEqualTo(new Scanned.Unsuitable("not an object (expected: an object)"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{`, 1",
                "`{,}`, 1",
                "`{\"message\"}`, 10",
                "`{\"message\":}`, 11",
                "`{\"message\":1,}`, 13",
                "`{\"message\":1 \"x\":2}`, 13",
                "`{\"x\":[1,2}`, 9",
                "`{} {}`, 3",
                "`[1,`, 3",
            })
    void reportsTheFirstBadByte(String text, int offset) {
        assertThat(scan(text))
                .isInstanceOfSatisfying(
                        Scanned.Malformed.class,
                        malformed -> assertThat(malformed.offset()).isEqualTo(offset));
    }

    @Test
    void countsOffsetsFromTheStartOfItsPart() {
        byte[] lines = "{}\n{x}".getBytes(StandardCharsets.UTF_8);

        assertThat(JsonObject.scan(lines, 3, 6, NAMES))
                .isEqualTo(new Scanned.Malformed(1, "byte 1: 'x' (expected: '\"' to start a member's name)"));
    }

    @Test
    void countsTheObjectItselfAsALevel() {
        String deepest = "{\"message\":" + "[".repeat(255) + "]".repeat(255) + "}";
        String deeper = "{\"message\":" + "[".repeat(256) + "]".repeat(256) + "}";

        assertThat(scan(deepest)).isInstanceOf(Scanned.Members.class);
        assertThat(scan(deeper)).isInstanceOf(Scanned.Malformed.class);
    }

    private static Scanned scan(String text) {
        return JsonObject.scan(text.getBytes(StandardCharsets.UTF_8), NAMES);
    }

    private static Scanned members(Map<String, String> values) {
        var payloads = new HashMap<String, Payload>();
        values.forEach((name, value) -> payloads.put(name, Payload.of(value)));
        return new Scanned.Members(payloads);
    }
}

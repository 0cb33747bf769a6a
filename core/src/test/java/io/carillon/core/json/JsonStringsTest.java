package io.carillon.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringsTest {

    @Test
    void readsWhatTheStringsStandFor() {
        assertThat(JsonStrings.decode(utf8("[\"a\",\"b,c\",\"\\u00e9\"]")))
                .hasValueSatisfying(texts -> assertThat(texts).containsExactly("a", "b,c", "\u00e9"));
    }

    @Test
    void readsAnEmptyArray() {
        assertThat(JsonStrings.decode(utf8("[]")))
                .hasValueSatisfying(texts -> assertThat(texts).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "{}", "[1]", "[\"a\",null]", "[[\"a\"]]", "[\"\\ud800\"]"})
    void knowsWhatIsNoArrayOfTexts(String json) {
        assertThat(JsonStrings.decode(utf8(json))).isEmpty();
    }

    private static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}

package io.carillon.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringTest {

    @Test
    void escapesWhatAStringMayNotHold() {
        String text = "a\"b\\c\b\f\n\r\t\u0000\u001f\u007fé😀/";
        String json = "\"a\\\"b\\\\c\\b\\f\\n\\r\\t\\u0000\\u001f\u007fé😀/\"";

        assertThat(JsonString.quote(text)).isEqualTo(json);
        assertThat(JsonString.quote(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void quotesHalfASurrogatePairAsAnEscape() {
        assertThat(JsonString.quote("\ud83d")).isEqualTo("\"\\ud83d\"");
        assertThat(JsonString.quote("\ude00\ud83d\ude00")).isEqualTo("\"\\ude00😀\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "é😀", "\"\\/\b\f\n\r\t\u0000", "\\u0041", "\\"})
    void readsBackWhatItQuoted(String text) {
        assertThat(decode(JsonString.quote(text))).contains(text);
    }

    @Test
    void readsEveryKindOfEscape() {
        assertThat(decode("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\u00e9\\uD83D\\uDE00x\""))
                .contains("\"\\/\b\f\n\r\téé😀x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00\"", "\"a\\ud800b\"", "\"\\udc00\\ud800\"", "\"\\ud83dé\""})
    void hasNoTextForHalfASurrogatePair(String json) {
        assertThat(decode(json)).isEmpty();
    }

    private static Optional<String> decode(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonString.decode(bytes, 0, bytes.length);
    }
}

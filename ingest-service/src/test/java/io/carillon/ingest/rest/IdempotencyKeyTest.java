package io.carillon.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void takesAStringInQuotesAndTheSameBare() {
        assertThat(IdempotencyKey.parse("\"8e03978e-40d5-43dd\"")).isEqualTo(key("8e03978e-40d5-43dd"));
        assertThat(IdempotencyKey.parse("8e03978e-40d5-43dd")).isEqualTo(key("8e03978e-40d5-43dd"));
    }

    @Test
    void undoesTheEscapesOfAString() {
        assertThat(IdempotencyKey.parse("\"a \\\"b\\\" \\\\\"")).isEqualTo(key("a \"b\" \\"));
    }

    @Test
    void takesAsManyCharactersAsTheLimitSays() {
        assertThat(IdempotencyKey.parse("k".repeat(255))).isEqualTo(key("k".repeat(255)));
        assertThat(IdempotencyKey.parse("k".repeat(256))).isInstanceOf(IdempotencyKey.Parsed.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"", "a b", "\"a", "a\"", "\"a\\b\"", "\"a\"b\"", "ü", "\"a\";p=1"})
    void refusesWhatIsNeither(String value) {
        assertThat(IdempotencyKey.parse(value)).isInstanceOf(IdempotencyKey.Parsed.Invalid.class);
    }

    private static IdempotencyKey.Parsed key(String text) {
        return new IdempotencyKey.Parsed.Key(text);
    }
}

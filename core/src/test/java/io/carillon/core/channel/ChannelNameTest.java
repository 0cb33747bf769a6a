package io.carillon.core.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "qwerty", "a b", "/news/*", "Zürich", "\uD83D\uDD14", "~.:%"})
    void takesAnyTextThatClientsUse(String name) {
        assertThat(ChannelName.isValid(name)).isTrue();
    }

    @Test
    void refusesAnEmptyName() {
        assertThat(ChannelName.problem("")).contains("channel: empty (expected: 1 to 255 bytes of UTF-8)");
    }

    @Test
    void refusesACommaSinceListsAreSplitThere() {
        assertThat(ChannelName.problem("a,b")).contains("channel: has a comma at index 1 (expected: none)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n", "a\u0000", "a\u007F", "a\u0085"})
    void refusesControlCharacters(String name) {
        assertThat(ChannelName.problem(name)).contains("channel: has a control character at index 1 (expected: none)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD83D", "a\uDD14", "a\uDD14\uD83D"})
    void refusesHalfASurrogatePair(String name) {
        assertThat(ChannelName.problem(name))
                .contains("channel: has half a surrogate pair at index 1 (expected: valid UTF-8)");
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(ChannelName.isValid("a".repeat(255))).isTrue();
        assertThat(ChannelName.isValid("ü".repeat(127))).isTrue();
        assertThat(ChannelName.problem("a".repeat(256))).contains("channel: 256 bytes (expected: at most 255)");
        assertThat(ChannelName.problem("ü".repeat(128))).contains("channel: 256 bytes (expected: at most 255)");
    }
}

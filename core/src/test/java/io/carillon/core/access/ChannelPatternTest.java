package io.carillon.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelPatternTest {

    @ParameterizedTest
    @CsvSource({
        "news, news",
        "*, news",
        "*, *",
        "news.*, news.",
        "news.*, news.sport.today",
        "*.today, news.today",
        "a*b*c, abc",
        "a*b*c, aXbYbZc",
        "**, x",
        "ключ.*, ключ.1"
    })
    void matchesNamesThatItStandsFor(String pattern, String channel) {
        assertThat(new ChannelPattern(pattern).matches(channel)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "news, newspaper",
        "news, new",
        "news, News",
        "news.*, news",
        "*.today, news.today.late",
        "a*b*c, acb",
        "news.?, news.a",
        "a.b, axb"
    })
    void matchesNothingElse(String pattern, String channel) {
        assertThat(new ChannelPattern(pattern).matches(channel)).isFalse();
    }

    @Test
    void takesNoTimeForAPatternThatIsMadeToTakeLong() {
        var pattern = new ChannelPattern("a*".repeat(120) + "b");

        boolean matches = Assertions.assertTimeout(Duration.ofSeconds(10), () -> pattern.matches("a".repeat(255)));

        assertThat(matches).isFalse();
    }

    @Test
    void isNotEmptyAndNotLong() {
        assertThat(new ChannelPattern("a".repeat(255)).text()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChannelPattern(""))
                .withMessage("pattern: 0 characters (expected: 1 to 255)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChannelPattern("a".repeat(256)))
                .withMessage("pattern: 256 characters (expected: 1 to 255)");
    }
}

package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTextTest {

    @ParameterizedTest
    @CsvSource({"plain, plain", "a+b, a+b", "a%20b, a b", "%C3%a9, é", "%F0%9F%98%80, 😀", "a%252Fb, a%2Fb", "%2F, /"})
    void decodesOnce(String raw, String text) {
        assertThat(PercentText.decode(raw)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "a%4", "%C3", "%ff", "%ed%a0%80", "%c0%af"})
    void refusesHalfEscapesAndWhatIsNotUtf8(String raw) {
        assertThat(PercentText.decode(raw)).isEmpty();
    }

    @Test
    void decodesNothingToNothing() {
        assertThat(PercentText.decode("")).contains("");
    }
}

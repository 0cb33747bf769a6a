package io.carillon.edge.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.error.ErrorCode;
import io.carillon.edge.session.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryQueryTest {

    private static final HistorySettings SETTINGS = HistorySettings.DEFAULT;

    @Test
    void beginsWithTheOldestAndHasAsManyAsIsUsual() {
        assertThat(HistoryQuery.parse("a b", "", SETTINGS))
                .isEqualTo(new HistoryQuery.Parsed.Valid(new HistoryQuery("a b", new Place.Earliest(), 100)));
    }

    @Test
    void takesPlaceAndLimitAndNothingElse() {
        assertThat(HistoryQuery.parse("a", "limit=1000&since=last%3A7&_=17", SETTINGS))
                .isEqualTo(new HistoryQuery.Parsed.Valid(new HistoryQuery("a", new Place.Last(7), 1000)));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,           INVALID_LIMIT",
        "limit=1001,        INVALID_LIMIT",
        "limit=-1,          INVALID_LIMIT",
        "limit=,            INVALID_LIMIT",
        "limit=ten,         INVALID_LIMIT",
        "limit=1e2,         INVALID_LIMIT",
        "limit=9999999999,  INVALID_LIMIT",
        "since=,            MALFORMED_CURSOR",
        "since=yesterday,   MALFORMED_CURSOR",
        "since=%,           MALFORMED_CURSOR"
    })
    void refusesWhatStandsForNoPage(String rawQuery, ErrorCode code) {
        assertThat(HistoryQuery.parse("a", rawQuery, SETTINGS))
                .isInstanceOfSatisfying(
                        HistoryQuery.Parsed.Invalid.class,
                        invalid -> assertThat(invalid.code()).isEqualTo(code));
    }

    @Test
    void refusesWhatIsNoChannel() {
        assertThat(HistoryQuery.parse("a,b", "", SETTINGS))
                .isEqualTo(new HistoryQuery.Parsed.Invalid(
                        ErrorCode.INVALID_CHANNEL, "channel: has a comma at index 1 (expected: none)"));
    }
}

package io.carillon.edge.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.ChannelHash;
import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.edge.session.Gap;
import io.carillon.edge.session.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Channel {@code c} lives in partition 3 of the log {@code 0000ours}. */
class ChannelPageTest {

    private static final Generation OURS = new Generation("0000ours", 16);

    /** 2026-01-01T00:00:00Z. */
    private static final long NEW_YEAR = 1_767_225_600_000L;

    @Test
    void tellsEachMessageWithItsIdAndTime() {
        var page = page(
                new Place.Earliest(),
                new OwnerPage(-1, 9, List.of(publication(4, "{\"a\":1}"), publication(8, "\"é\"")), true, false));

        assertThat(new String(page.json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"messages\":["
                        + "{\"id\":\"1.0000ours.mjuohs04.3:4\",\"channel\":\"c\",\"message\":{\"a\":1},"
                        + "\"time\":\"2026-01-01T00:00:00.004Z\"},"
                        + "{\"id\":\"1.0000ours.mjuohs08.3:8\",\"channel\":\"c\",\"message\":\"é\","
                        + "\"time\":\"2026-01-01T00:00:00.008Z\"}"
                        + "],\"next\":\"1.0000ours.mjuohs08.3:9\",\"more\":true}");
    }

    @Test
    void goesOnBehindWhatWasSearchedThoughNothingWasFound() {
        var page = page(at(cursor(17)), new OwnerPage(17, 4_000, List.of(), true, false));

        assertThat(page.next()).isEqualTo(cursor(4_000));
        assertThat(page.gap()).isEmpty();
        assertThat(new String(page.json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"messages\":[],\"next\":\"1.0000ours.mjuohs00.3:4000\",\"more\":true}");
    }

    @Test
    void tellsWhatTheLogNoLongerHas() {
        var page = page(at(cursor(17)), new OwnerPage(20, 20, List.of(), false, false));

        assertThat(page.gap()).contains(gap(cursor(17), cursor(20), Gap.Reason.LOG_TRUNCATED));
        assertThat(new String(page.json(), StandardCharsets.UTF_8))
                .endsWith(",\"gap\":{\"channel\":\"c\",\"from\":\"1.0000ours.mjuohs00.3:17\","
                        + "\"to\":\"1.0000ours.mjuohs00.3:20\",\"reason\":\"log-truncated\"}}");
    }

    @Test
    void tellsThatTheLogEndsBeforeTheCursor() {
        var page = page(at(cursor(17)), new OwnerPage(9, 9, List.of(), false, false));

        assertThat(page.gap()).contains(gap(cursor(17), cursor(9), Gap.Reason.BEYOND_END));
        assertThat(page.next()).isEqualTo(cursor(9));
    }

    @Test
    void readsByTimeWithACursorOfAnotherLogAndTellsOfIt() {
        var foreign = new Cursor("0foreign", NEW_YEAR, List.of(new Cursor.Position(3, 17)), List.of());
        var query = new HistoryQuery("c", new Place.At(foreign), 10);

        var start = HistoryStart.of(query, OURS, 3);
        var page = ChannelPage.of(query, start, new OwnerPage(6, 9, List.of(), false, false));

        assertThat(start.place()).isEqualTo(new ChannelPlace.Since(NEW_YEAR - 5_000));
        assertThat(page.gap()).contains(new Gap("c", foreign.text(), "1.0000ours.0.3:6", Gap.Reason.LOG_REPLACED));
    }

    @Test
    void readsByTimeWithACursorOfOtherPartitions() {
        var elsewhere = new Cursor(OURS.id(), NEW_YEAR, List.of(new Cursor.Position(2, 17)), List.of());

        assertThat(start(at(elsewhere)).place()).isEqualTo(new ChannelPlace.Since(NEW_YEAR - 5_000));
        assertThat(page(at(elsewhere), new OwnerPage(6, 9, List.of(), false, false))
                        .gap())
                .isEmpty();
    }

    @Test
    void goesOnWithASearchForTheLastOnesThatACursorIsInTheMiddleOf() {
        var searching = new Cursor(
                OURS.id(),
                NEW_YEAR,
                List.of(new Cursor.Position(3, 17)),
                List.of(new Cursor.ChannelPosition(ChannelHash.of("c"), new ChannelPlace.LastBefore(12, 5))));

        assertThat(start(at(searching)).place()).isEqualTo(new ChannelPlace.LastBefore(12, 5));
    }

    @Test
    void saysThatThereMayBeMoreOfTheLastOnesThanWereFound() {
        var whole = page(new Place.Last(5), new OwnerPage(6, 9, List.of(), false, false));
        var cut = page(new Place.Last(5), new OwnerPage(6, 9, List.of(), false, true));

        assertThat(whole.gap()).isEmpty();
        assertThat(cut.gap()).contains(new Gap("c", "1.0000ours.0.3:-1", "1.0000ours.0.3:6", Gap.Reason.SEARCH_LIMIT));
    }

    @Test
    void givesTheEndOfTheLogToWhoAsksForTheLastNone() {
        var page = page(new Place.Last(0), new OwnerPage(41, 41, List.of(), false, false));

        assertThat(start(new Place.Last(0)).place()).isEqualTo(new ChannelPlace.Behind(Long.MAX_VALUE));
        assertThat(page.next().text()).isEqualTo("1.0000ours.0.3:41");
        assertThat(page.gap()).isEmpty();
    }

    private static HistoryStart start(Place place) {
        return HistoryStart.of(new HistoryQuery("c", place, 10), OURS, 3);
    }

    private static ChannelPage page(Place place, OwnerPage answer) {
        return ChannelPage.of(new HistoryQuery("c", place, 10), start(place), answer);
    }

    private static Place at(Cursor cursor) {
        return new Place.At(cursor);
    }

    private static Cursor cursor(long offset) {
        return Cursor.at(OURS, NEW_YEAR, 3, offset);
    }

    private static Gap gap(Cursor from, Cursor to, Gap.Reason reason) {
        return new Gap("c", from.text(), to.text(), reason);
    }

    private static Publication publication(long offset, String json) {
        return new Publication("c", 3, offset, NEW_YEAR + offset, Payload.of(json));
    }
}

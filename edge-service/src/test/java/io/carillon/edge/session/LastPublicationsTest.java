package io.carillon.edge.session;

import static io.carillon.edge.session.LiveGroup.cursor;
import static io.carillon.edge.session.LiveGroup.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.ChannelHash;
import org.junit.jupiter.api.Test;

/** Channel {@code a} lives in partition 0, {@code d} and {@code f} in 1; the edge stands at 0:5 and 1:9. */
class LastPublicationsTest {

    private static final String D = "~" + Long.toString(ChannelHash.of("d"), 36);

    private static final SessionLimits LIMITS = new SessionLimits(1_000, 1_000, 3, 256);

    @Test
    void asksForTheLastBeforeWhereItIsLiveAndSaysSoInTheCursor() {
        var client = new LiveGroup(LIMITS, false, new Place.Last(2), "d");

        assertThat(client.heard()).containsExactly("heartbeat @" + D + ":9*2");
        assertThat(client.asked).last().isEqualTo("replay [d] in 1 from last 2 until 9 credit 125");
    }

    @Test
    void goesOnWithWhatIsLiveBehindTheLast() {
        var client = new LiveGroup(LIMITS, false, new Place.Last(2), "d");
        client.heard();

        client.advance(1, 10, event("d", 10));
        client.replayed(1, 4, 9, true, event("d", 5), event("d", 8));

        assertThat(client.heard()).containsExactly("message d5 @1:5", "message d8 @1:8", "message d10 @1:10");
        assertThat(client.session.reception().isLive()).isTrue();
    }

    @Test
    void asksForWhatCameAfterTheLastWhenItComesBackWithThem() {
        var client = new LiveGroup(LIMITS, false, cursor("1.0k3f92ab.0." + D + ":7*2"), "d");
        assertThat(client.asked).last().isEqualTo("replay [d] in 1 from last 2 until 7 credit 125");
        client.heard();

        client.replayed(1, 2, 7, true, event("d", 3), event("d", 5));
        assertThat(client.asked).last().isEqualTo("replay [d] in 1 from 7 until 9 credit 125");
        client.replayed(1, 7, 9, true, event("d", 8));

        assertThat(client.heard()).containsExactly("message d3 @1:3", "message d5 @1:5", "message d8 @1:8");
    }

    @Test
    void asksForNoneOfTheLastInALogThatWasEmpty() {
        var client = new LiveGroup(LIMITS, false, cursor("1.0k3f92ab.0." + D + ":-1*2"), "d");

        assertThat(client.asked).last().isEqualTo("replay [d] in 1 from -1 until 9 credit 125");
    }

    @Test
    void tellsOfChannelsWhoseLastWereNotFoundWithinTheBudget() {
        var client = new LiveGroup(LIMITS, false, new Place.Last(2), "d", "f");
        client.heard();

        client.replayed(1, 4, 9, true, true, event("d", 5), event("f", 6), event("f", 7));

        assertThat(client.heard())
                .containsExactly(
                        "message d5 @1:5", "message f6 @1:6", "message f7 @1:7", "gap search-limit d 1:-1 to 1:4 @1:9");
        assertThat(client.session.reception().isLive()).isTrue();
    }

    @Test
    void beginsWithWhatIsLiveWhereTheLastNoneAreAskedFor() {
        var client = new LiveGroup(LIMITS, false, new Place.Last(0), "d");

        assertThat(client.heard()).containsExactly("heartbeat @1:9");
        assertThat(client.asked).containsExactly("subscribe [d]");
    }

    @Test
    void missesNothingThatWasPublishedWhileTheLogWasAskedForAPlaceBeyondItsEnd() {
        var client = new LiveGroup(LIMITS, false, cursor("1.0k3f92ab.0." + D + ":70*2"), "d");
        client.advance(1, 10, event("d", 10));

        client.replayed(1, 2, 9, true, event("d", 3));
        assertThat(client.asked).last().asString().startsWith("replay [d] in 1 from 9 until 10");
        client.replayed(1, 9, 10, true, event("d", 10));

        assertThat(client.heard()).last().isEqualTo("message d10 @1:10");
    }

    @Test
    void tellsAClientWhosePlaceIsBeyondTheEndOfTheLog() {
        var client = new LiveGroup(LIMITS, false, cursor("1.0k3f92ab.0." + D + ":70*2"), "d");
        client.heard();

        client.replayed(1, 2, 9, true, event("d", 3));

        assertThat(client.heard()).containsExactly("message d3 @1:3", "gap beyond-end d 1:70 to 1:9 @1:9");
    }
}

package io.carillon.edge.session;

import static io.carillon.edge.session.LiveGroup.cursor;
import static io.carillon.edge.session.LiveGroup.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.ChannelHash;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Channel {@code a} lives in partition 0, {@code d} and {@code f} in 1; the edge stands at 0:5 and 1:9. */
class SubscriptionChangesTest {

    private static final SessionLimits LIMITS = new SessionLimits(1_000, 1_000, 3, 256);

    private static final String D = "~" + Long.toString(ChannelHash.of("d"), 36);
    private static final String F = "~" + Long.toString(ChannelHash.of("f"), 36);

    @Test
    void confirmsChannelsOnceTheirOwnersHaveAndHearsThemFromThenOn() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();

        client.subscribe(null, "a");
        client.advance(0, 6, event("a", 6));
        assertThat(client.heard()).isEmpty();
        client.confirm();
        client.advance(0, 7, event("a", 7));

        assertThat(client.asked).containsExactly("subscribe [d]", "subscribe [a]");
        assertThat(client.heard()).containsExactly("subscribed [a] @1:9.0:6", "message a7 @0:7.1:9");
        assertThat(client.session.reception().isLive()).isTrue();
    }

    @Test
    void goesOnWithWhatIsLiveWhileAChannelOfTheSamePartitionCatchesUp() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();

        client.subscribe(cursor("1.0k3f92ab.0.1:3"), "f");
        client.confirm();
        assertThat(client.asked).last().isEqualTo("replay [f] in 1 from 3 until 9 credit 125");
        client.advance(1, 11, event("d", 10), event("f", 11));
        client.replayed(1, 3, 5, false, event("f", 4));
        client.replayed(1, 5, 9, true, event("f", 8));
        client.advance(1, 12, event("f", 12));

        assertThat(client.heard())
                .containsExactly(
                        "subscribed [f] @1:9." + F + ":3",
                        "message d10 @1:10." + F + ":3",
                        "message f4 @1:4." + D + ":11",
                        "message f8 @1:8." + D + ":11",
                        "message f11 @1:11",
                        "message f12 @1:12");
    }

    @Test
    void resumesChannelsThatStoodElsewhereWhereTheyStood() {
        var client = new LiveGroup(LIMITS, false, cursor("1.0k3f92ab.0.1:9." + F + ":3"), "d", "f");

        assertThat(client.heard()).containsExactly("heartbeat @1:9." + F + ":3");
        assertThat(client.asked).last().isEqualTo("replay [f] in 1 from 3 until 9 credit 125");
    }

    @Test
    void keepsATimeThatTheLogHasNotFoundYetInTheCursor() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();

        client.subscribe(new Place.Since(36), "f");
        client.confirm();

        // The edge has heard of no time at all, so it begins with the earliest that there is.
        assertThat(client.heard()).containsExactly("subscribed [f] @1:9." + F + "@0");
    }

    @Test
    void leavesChannelsAndEndsWhatIsUnderWayForThem() {
        var client = new LiveGroup(LIMITS, false, cursor("1.0k3f92ab.0.0:5.1:3"), "a", "d");
        client.heard();

        client.unsubscribe("d");
        client.advance(1, 10, event("d", 10));
        client.advance(0, 6, event("a", 6));

        assertThat(client.asked).endsWith("unsubscribe [d]", "cancel in 1");
        assertThat(client.heard()).containsExactly("unsubscribed [d] @0:5", "message a6 @0:6");
        assertThat(client.session.reception().isLive()).isTrue();
    }

    @Test
    void mayLeaveEverythingAndComeBack() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();

        client.unsubscribe("d");
        client.subscribe(null, "a");
        client.confirm();

        assertThat(client.heard()).containsExactly("unsubscribed [d] @", "subscribed [a] @0:5");
    }

    @Test
    void answersInTheOrderInWhichItWasAsked() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();

        client.subscribe(null, "a");
        client.unsubscribe("a");
        client.subscribe(null, "a", "d");
        assertThat(client.heard()).isEmpty();
        client.confirm();
        client.confirm();

        assertThat(client.heard())
                .containsExactly("subscribed [a] @1:9.0:5", "unsubscribed [a] @1:9", "subscribed [a, d] @1:9.0:5");
        assertThat(client.asked).containsExactly("subscribe [d]", "subscribe [a]", "unsubscribe [a]", "subscribe [a]");
    }

    @Test
    void leavesAChannelThatIsThereAlreadyAsItIs() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();

        client.subscribe(new Place.Earliest(), "d");

        assertThat(client.heard()).containsExactly("subscribed [d] @1:9");
        assertThat(client.asked).containsExactly("subscribe [d]");
    }

    @Test
    void refusesMoreChannelsThanAConnectionMayHave() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();

        client.subscribe(null, "a", "f", "g");

        assertThat(client.heard()).containsExactly("error subscribe: 4 channels then (expected: at most 3)");
        assertThat(client.asked).containsExactly("subscribe [d]");
        client.subscribe(null, "a", "f");
        assertThat(client.asked).last().isEqualTo("subscribe [a, f]");
    }

    @Test
    void givesUpOnOwnersThatDoNotAnswerAndGoesOnWithTheNextChange() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();
        client.subscribe(null, "a");
        client.unsubscribe("d");

        client.pass(Duration.ofSeconds(5));

        assertThat(client.heard())
                .containsExactly(
                        "error subscribe: the owners of [a] did not answer in time",
                        " ask again",
                        "unsubscribed [d] @");
        assertThat(client.asked).endsWith("unsubscribe [a]", "unsubscribe [d]");
    }

    @Test
    void answersALateConfirmationOfWhatItGaveUpWithNothing() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.subscribe(null, "a");
        client.pass(Duration.ofSeconds(5));
        client.heard();

        client.confirm();
        client.advance(0, 6, event("a", 6));

        assertThat(client.heard()).isEmpty();
    }

    @Test
    void endsAClientThatAsksForMoreThanCanWait() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();
        client.subscribe(null, "a");
        for (int i = 0; i < SubscriptionChanges.WAITING_LIMIT; i++) {
            client.unsubscribe("a");
        }
        assertThat(client.ends).isEmpty();

        client.unsubscribe("a");

        assertThat(client.heard())
                .containsExactly("error too many changes are waiting (expected: at most 16)", "end 4429");
        assertThat(client.ends).containsExactly(EndReason.TOO_FAST);
    }

    @Test
    void carriesOutWhatWasAskedForBeforeTheFirstHeartbeatBehindIt() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        Session early = client.group.open(
                new SessionRequest(
                        new PlainFraming(Framing.Kind.WEBSOCKET), client.outlet, java.util.List.of("d"), null, false),
                0);
        client.heard();

        client.group.unsubscribe(early, java.util.List.of("d"), 0);
        client.group.confirmed(early, SessionGroup.OPENING_CHANGE, 0);
        client.group.flush(0);

        assertThat(client.heard()).containsExactly("heartbeat @1:9", "unsubscribed [d] @");
    }
}

package io.carillon.edge.session;

import static io.carillon.edge.session.LiveGroup.cursor;
import static io.carillon.edge.session.LiveGroup.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The client may have two publications unacknowledged; the edge stands at 1:9. */
class AcknowledgementsTest {

    private static final SessionLimits LIMITS = new SessionLimits(1_000, 1_000, 3, 2);

    @Test
    void sendsNoMoreThanTheWindowAndTheRestFromTheLog() {
        var client = new LiveGroup(LIMITS, true, null, "d");
        client.heard();
        client.advance(1, 12, event("d", 10), event("d", 11), event("d", 12));
        assertThat(client.heard()).containsExactly("message d10 @1:10", "message d11 @1:11");
        assertThat(client.asked).containsExactly("subscribe [d]");

        client.ack("1:10");
        assertThat(client.asked).last().isEqualTo("replay [d] in 1 from 11 until 12 credit 125");
        client.replayed(1, 11, 12, true, event("d", 12));

        assertThat(client.heard()).containsExactly("message d12 @1:12");
        assertThat(client.session.unacknowledged()).isEqualTo(2);
        assertThat(client.session.reception().isLive()).isTrue();
    }

    @Test
    void keepsWhatCameOfTheLogUntilTheClientMayBeSentIt() {
        var client = new LiveGroup(LIMITS, true, cursor("1.0k3f92ab.0.1:3"), "d");
        client.heard();

        client.replayed(1, 3, 9, true, event("d", 4), event("d", 5), event("d", 6), event("d", 7));
        client.advance(1, 10, event("d", 10));
        assertThat(client.heard()).containsExactly("message d4 @1:4", "message d5 @1:5");
        client.ack("1:5");
        assertThat(client.heard()).containsExactly("message d6 @1:6", "message d7 @1:7");
        client.ack("1:7");
        client.replayed(1, 9, 10, true, event("d", 10));

        assertThat(client.heard()).containsExactly("message d10 @1:10");
        assertThat(client.session.reception().isLive()).isTrue();
    }

    @Test
    void takesTheIdOfAnyEventForAllThatWasSentBefore() {
        var client = new LiveGroup(LIMITS, true, null, "d");
        client.pass(Duration.ofSeconds(10));
        client.group.pong(client.session);
        client.advance(1, 12, event("d", 10), event("d", 11));
        client.pass(Duration.ofSeconds(20));
        assertThat(client.heard()).endsWith("heartbeat @1:12");

        client.ack("1:12");

        assertThat(client.session.unacknowledged()).isZero();
    }

    @Test
    void endsAClientThatAcknowledgesNothingForTooLong() {
        var client = new LiveGroup(LIMITS, true, null, "d");
        client.pass(Duration.ofSeconds(10));
        client.group.pong(client.session);
        client.advance(1, 11, event("d", 10), event("d", 11));
        client.pass(Duration.ofSeconds(20));
        client.ack("1:10");
        client.group.pong(client.session);
        client.pass(Duration.ofSeconds(29));
        client.group.pong(client.session);
        assertThat(client.ends).isEmpty();

        client.pass(Duration.ofSeconds(1));

        assertThat(client.heard()).endsWith("end 4408");
        assertThat(client.ends).containsExactly(EndReason.NO_ACK);
    }

    @Test
    void lacksNoAcknowledgementWhereNothingWasSent() {
        var client = new LiveGroup(LIMITS, true, null, "d");

        client.pass(Duration.ofSeconds(29));
        client.group.pong(client.session);
        client.pass(Duration.ofSeconds(2));
        client.group.pong(client.session);

        assertThat(client.ends).isEmpty();
    }

    @Test
    void takesAnAcknowledgementTwiceAsOnce() {
        var client = new LiveGroup(LIMITS, true, null, "d");
        client.advance(1, 11, event("d", 10), event("d", 11));
        client.ack("1:10");
        client.heard();

        client.ack("1:10");

        assertThat(client.session.unacknowledged()).isEqualTo(1);
        assertThat(client.heard()).isEmpty();
    }

    @Test
    void refusesIdsThatItCannotHaveSent() {
        var client = new LiveGroup(LIMITS, true, null, "d");
        client.advance(1, 11, event("d", 10), event("d", 11));
        client.heard();

        client.ack("1:12");
        client.ack("0:3");
        client.group.acknowledged(
                client.session, Cursor.parse("1.0zzz92ab.0.1:10").orElseThrow(), 0);
        client.group.flush(0);

        assertThat(client.heard())
                .containsExactly(
                        "error ack: the id is ahead of what was sent",
                        "error ack: the id names partition 0, which is none of this connection's",
                        "error ack: the id belongs to another log");
        assertThat(client.session.unacknowledged()).isEqualTo(2);
    }

    @Test
    void refusesAcknowledgementsThatWereNotAskedFor() {
        var client = new LiveGroup(LIMITS, false, null, "d");
        client.heard();

        client.ack("1:9");

        assertThat(client.heard()).containsExactly("error ack: not asked for (expected: ack=true in the query)");
    }

    @Test
    void waitsForNoAcknowledgementOfChannelsThatWereLeft() {
        var client = new LiveGroup(LIMITS, true, null, "d", "a");
        client.advance(1, 11, event("d", 10), event("d", 11));

        client.unsubscribe("d");

        assertThat(client.session.unacknowledged()).isZero();
        client.advance(0, 7, event("a", 6), event("a", 7));
        assertThat(client.session.unacknowledged()).isEqualTo(2);
    }
}

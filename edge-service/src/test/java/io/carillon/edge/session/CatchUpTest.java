package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.edge.sse.SseFraming;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two partitions; channel {@code a} lives in 0, {@code d} and {@code f} in 1. A session may have 480 bytes waiting. */
class CatchUpTest {

    private final List<String> asked = new ArrayList<>();
    private final RecordingOutlet outlet = new RecordingOutlet();
    private final RecordingUpstream upstream = new RecordingUpstream(asked);
    private final SessionGroup group = new SessionGroup(
            new Generation("0k3f92ab", 2),
            SessionTiming.DEFAULT,
            new SessionLimits(480, 1_000, 100, 256),
            ShardRoom.unlimited(),
            ReplayPace.unlimited(),
            new SplittableRandom(1),
            SessionObserver.NONE,
            upstream);

    @Test
    void beginsWithTheCursorThatCameBackAndAsksForWhatIsMissing() {
        advance(1, 9);

        open(cursor("1.0k3f92ab.0.1:3"), "d");

        assertThat(outlet.writes).containsExactly("heartbeat @1:3;");
        assertThat(asked).containsExactly("subscribe [d]", "replay [d] in 1 from 3 until 9 credit 60");
    }

    @Test
    void asksForNothingWhereNothingIsMissing() {
        advance(1, 9);

        Session session = open(cursor("1.0k3f92ab.0.1:9"), "d");

        assertThat(asked).containsExactly("subscribe [d]");
        assertThat(session.reception().isLive()).isTrue();
    }

    @Test
    void joinsWhatIsLiveMeanwhileByOffset() {
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.1:3"), "d");
        outlet.writes.clear();

        advance(1, 11, event("d", 10), event("d", 11));
        assertThat(outlet.writes).isEmpty();
        replayed(session, 1, 3, 5, false, event("d", 4), event("d", 5));
        replayed(session, 1, 5, 9, true, event("d", 8));
        advance(1, 12, event("d", 12));

        assertThat(outlet.writes)
                .containsExactly(
                        "message d4 @1:4;message d5 @1:5;",
                        "message d8 @1:8;message d10 @1:10;message d11 @1:11;",
                        "message d12 @1:12;");
        assertThat(session.reception().isLive()).isTrue();
    }

    @Test
    void tellsWhetherAnythingIsOnItsWayOrAllOfItToBeReadBack() {
        advance(1, 9);
        open(cursor("1.0k3f92ab.0.1:3"), "d");
        assertThat(group.advanced(1, 10, 0, List.of(event("d", 10)), 0)).isFalse();

        open(null, "d");
        assertThat(group.advanced(1, 11, 0, List.of(event("d", 11)), 0)).isTrue();
    }

    @Test
    void holdsNothingAnyMoreOnceItHasJoined() {
        advance(0, 5);
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.0:3.1:3"), "a", "d");
        assertThat(session.reception().catchUpBytes()).isEqualTo(2 * 60);

        advance(1, 10, event("d", 10));
        replayed(session, 1, 3, 9, true, event("d", 8));

        assertThat(outlet.writes).last().isEqualTo("message d8 @1:8.0:3;message d10 @1:10.0:3;");
        assertThat(session.reception().catchUpBytes()).isEqualTo(60);
    }

    @Test
    void givesBackRoomOnceTheClientHasTakenWhatCame() {
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.1:3"), "d");
        outlet.congested = true;
        replayed(session, 1, 3, 5, false, event("d", 4), event("d", 5));
        assertThat(asked).noneMatch(what -> what.startsWith("grant"));

        clear(session);

        // What it took, and as much again as was under way before.
        assertThat(asked).last().isEqualTo("grant " + (2 * event("d", 4).weight() + 60) + " in 1");
    }

    @Test
    void asksAgainWhereMoreWasPublishedMeanwhileThanItHolds() {
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.1:3"), "d");
        for (long offset = 10; offset <= 15; offset++) {
            advance(1, offset, event("d", offset));
        }
        outlet.writes.clear();

        replayed(session, 1, 3, 9, true, event("d", 8));
        assertThat(asked).last().isEqualTo("replay [d] in 1 from 9 until 15 credit 60");
        replayed(session, 1, 9, 15, true, event("d", 10), event("d", 15));

        assertThat(outlet.writes).containsExactly("message d8 @1:8;", "message d10 @1:10;message d15 @1:15;");
        assertThat(session.reception().isLive()).isTrue();
    }

    @Test
    void fallsBehindAtTheLimitAndCatchesUpWithoutAGap() {
        Session session = open(null, "d");
        outlet.writes.clear();
        outlet.congested = true;
        for (long offset = 0; offset < 40; offset++) {
            advance(1, offset, event("d", offset));
            assertThat(session.queuedBytes()).isLessThanOrEqualTo(480);
        }
        assertThat(session.reception().isLive()).isFalse();
        assertThat(asked).containsExactly("subscribe [d]");

        clear(session);
        long last = Long.parseLong(outlet.writes.getLast().replaceAll(".*message d(\\d+) @1:\\d+;$", "$1"));
        assertThat(asked).last().isEqualTo("replay [d] in 1 from " + last + " until 39 credit 60");
        replayed(session, 1, last, 39, true, event("d", 39));
        advance(1, 40, event("d", 40));

        assertThat(outlet.writes).endsWith("message d39 @1:39;", "message d40 @1:40;");
        assertThat(outlet.writes).noneMatch(write -> write.contains("gap"));
    }

    @Test
    void keepsItsOtherPartitionsLiveWhileOneCatchesUp() {
        advance(0, 5);
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.0:5.1:3"), "a", "d");
        outlet.writes.clear();

        group.advanced(0, 6, 0, List.of(event("a", 0, 6)), 0);
        group.flush(0);
        replayed(session, 1, 3, 9, true, event("d", 8));

        assertThat(asked).containsExactly("subscribe [a, d]", "replay [d] in 1 from 3 until 9 credit 60");
        assertThat(outlet.writes).containsExactly("message a6 @0:6.1:3;", "message d8 @1:8.0:6;");
    }

    @Test
    void beginsAPartitionThatTheCursorDoesNotNameByItsTime() {
        advance(0, 5);
        advance(1, 9);

        Session session = open(cursor("1.0k3f92ab." + Long.toString(60_000, 36) + ".1:9"), "a", "d");

        assertThat(outlet.writes).containsExactly("heartbeat @1:9;");
        assertThat(asked).containsExactly("subscribe [a, d]", "replay [a] in 0 from time 55000 until 5 credit 60");
        replayed(session, 0, 2, 5, true, event("a", 0, 4));
        assertThat(outlet.writes).last().isEqualTo("message a4 @0:4.1:9;");
    }

    @Test
    void beginsWithTheOldestThatTheLogHasAndTellsOfNoGapThen() {
        advance(1, 9);
        Session session = open(new Place.Earliest(), "d");
        assertThat(asked).last().isEqualTo("replay [d] in 1 from time 0 until 9 credit 60");

        replayed(session, 1, 6, 9, true, event("d", 7));

        assertThat(outlet.writes).containsExactly("heartbeat @;", "message d7 @1:7;");
    }

    @Test
    void leavesOutNothingThatIsPublishedBeforeATimeThatIsYetToCome() {
        advance(1, 9);
        Session session = open(new Place.Since(60_000), "d");
        advance(1, 11, event("d", 10), event("d", 11));

        replayed(session, 1, 11, 11, true);
        assertThat(asked).last().isEqualTo("replay [d] in 1 from 9 until 11 credit 60");
        replayed(session, 1, 9, 11, true, event("d", 10), event("d", 11));

        assertThat(outlet.writes).containsExactly("heartbeat @;", "message d10 @1:10;message d11 @1:11;");
    }

    @Test
    void turnsAwayAClientWithACursorThatNamesWhereItWantedToBegin() {
        var request = new SessionRequest(SseFraming.INSTANCE, outlet, List.of("d"), new Place.Since(60_000), false);
        group.advanced(1, 9, 70_000, List.of(), 0);
        group.open(request, 0);

        group.drain(EndReason.DRAINING, 0, 0, 0);
        group.flush(0);

        // Who comes back with a cursor begins 5 s before its time in partitions that it does not name.
        assertThat(outlet.writes.getFirst()).contains("id:1.0k3f92ab." + Long.toString(65_000, 36) + "\n");
    }

    @Test
    void tellsOfWhatTheLogNoLongerHas() {
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.1:3"), "d", "f");
        outlet.writes.clear();

        replayed(session, 1, 6, 9, true, event("d", 8));

        assertThat(outlet.writes)
                .containsExactly(
                        "gap log-truncated d 1:3 to 1:6 @1:3;gap log-truncated f 1:3 to 1:6 @1:6;message d8 @1:8;");
    }

    @Test
    void tellsAClientThatIsBeyondTheEndOfTheLogAndGoesOnFromThere() {
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.1:30"), "d");
        assertThat(asked).last().isEqualTo("replay [d] in 1 from 30 until 30 credit 60");
        outlet.writes.clear();

        replayed(session, 1, 9, 9, true);
        advance(1, 10, event("d", 10));

        assertThat(outlet.writes).containsExactly("gap beyond-end d 1:30 to 1:9 @1:9;", "message d10 @1:10;");
    }

    @Test
    void sendsAClientThatIsFurtherThanThisEdgeNothingTwice() {
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.1:11"), "d");
        outlet.writes.clear();

        replayed(session, 1, 11, 11, true);
        advance(1, 12, event("d", 10), event("d", 11), event("d", 12));

        assertThat(outlet.writes).containsExactly("message d12 @1:12;");
    }

    @Test
    void tellsAClientOfAnotherLogAndBeginsByItsTime() {
        advance(1, 9);

        open(cursor("1.0zzz92ab." + Long.toString(60_000, 36) + ".1:3"), "d");

        assertThat(outlet.writes).containsExactly("heartbeat @1:3;gap log-replaced d 1:3 to  @;");
        assertThat(asked).last().isEqualTo("replay [d] in 1 from time 55000 until 9 credit 60");
    }

    @Test
    void asksForWhatTheLogLostWhileItWasLiveInsteadOfLeavingItOut() {
        advance(0, 5);
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.0:2.1:9"), "a", "d");
        outlet.writes.clear();

        group.lost(1, 9, 20, 0, 0);
        group.flush(0);
        assertThat(asked).last().isEqualTo("replay [d] in 1 from 9 until 20 credit 60");
        replayed(session, 1, 20, 20, true);

        assertThat(outlet.writes).containsExactly("gap log-truncated d 1:9.0:2 to 1:20.0:2 @1:20.0:2;");
    }

    @Test
    void endsWhatIsUnderWayWithItsClient() {
        advance(1, 9);
        Session session = open(cursor("1.0k3f92ab.0.1:3"), "d");

        group.gone(session, EndReason.CLIENT, 0);

        assertThat(asked).endsWith("unsubscribe [d]", "cancel in 1");
    }

    private Session open(@Nullable Place place, String... channels) {
        var request = new SessionRequest(new PlainFraming(Framing.Kind.SSE), outlet, List.of(channels), place, false);
        Session session = group.open(request, 0);
        for (int i = 0; i < session.channels().partitions().size(); i++) {
            group.confirmed(session, SessionGroup.OPENING_CHANGE, 0);
        }
        group.flush(0);
        return session;
    }

    private void advance(int partition, long through, Event... events) {
        group.advanced(partition, through, 0, List.of(events), 0);
        group.flush(0);
    }

    private void replayed(Session session, int partition, long after, long through, boolean done, Event... events) {
        var part = new ReplayedPart(partition, upstream.lastReplayId(), after, through, done, false, List.of(events));
        group.replayed(session, part, 0);
        group.flush(0);
    }

    private void clear(Session session) {
        outlet.congested = false;
        group.writable(session, 0);
        group.flush(0);
    }

    private static Place cursor(String text) {
        return new Place.At(Cursor.parse(text).orElseThrow());
    }

    private static Event event(String channel, long offset) {
        return event(channel, 1, offset);
    }

    private static Event event(String channel, int partition, long offset) {
        return Event.of(new Publication(channel, partition, offset, 0, Payload.of("1")));
    }
}

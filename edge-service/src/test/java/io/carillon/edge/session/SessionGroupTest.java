package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two partitions; channel {@code a} lives in 0 and {@code d} in 1. Time is in milliseconds, and moves when told so. */
class SessionGroupTest {

    private static final SessionTiming TIMING = new SessionTiming(
            Duration.ofMillis(100),
            Duration.ofMillis(1_000),
            Duration.ofMillis(1_000),
            Duration.ofMillis(150),
            Duration.ofMillis(50),
            Duration.ofMillis(300),
            Duration.ofMillis(20),
            Duration.ofMillis(400));

    private final List<String> upstream = new ArrayList<>();
    private final List<EndReason> ends = new ArrayList<>();
    private final RecordingOutlet outlet = new RecordingOutlet();
    private SessionGroup group = group(60);
    private long nowMillis;

    @Test
    void sendsTheFirstHeartbeatOnceEveryOwnerHasConfirmed() {
        Session session = open(Framing.Kind.SSE, null, "d", "a");
        advance(0, 7);
        confirm(session);
        assertThat(outlet.writes).isEmpty();

        advance(1, 4);
        confirm(session);

        assertThat(outlet.writes).containsExactly("heartbeat @0:7.1:4;");
        assertThat(upstream).containsExactly("subscribe [d, a]");
    }

    @Test
    void sendsHeartbeatsAtEachInterval() {
        live(Framing.Kind.SSE, "d");

        passTo(99);
        assertThat(outlet.writes).hasSize(1);
        passTo(100);
        assertThat(outlet.writes).hasSize(2);
        passTo(200);
        assertThat(outlet.writes).containsExactly("heartbeat @1:-1;", "heartbeat @1:-1;", "heartbeat @1:-1;");
    }

    @Test
    void sendsSeveralEventsInOneWriteEachWithItsOwnCursor() {
        live(Framing.Kind.SSE, "d");
        outlet.writes.clear();

        advance(1, 9, event("d", 5), event("f", 6), event("d", 8));

        assertThat(outlet.writes).containsExactly("message d5 @1:5;message d8 @1:8;");
    }

    @Test
    void asksToReconnectAGraceBeforeItEnds() {
        live(Framing.Kind.SSE, "d");

        passTo(849);
        assertThat(outlet.writes).noneMatch(write -> write.contains("reconnect"));
        passTo(850);
        assertThat(outlet.writes).last().isEqualTo("reconnect lifetime @1:-1;");
        passTo(1_000);

        assertThat(outlet.writes).last().isEqualTo("end 1000;");
        assertThat(outlet.finished).isTrue();
        assertThat(ends).containsExactly(EndReason.LIFETIME);
        assertThat(upstream).containsExactly("subscribe [d]", "unsubscribe [d]");
        assertThat(group.size()).isZero();
    }

    @Test
    void asksToReconnectAlsoWhenItsTurnComesLate() {
        live(Framing.Kind.SSE, "d");

        nowMillis = 5_000;
        tick();

        assertThat(outlet.writes).last().isEqualTo("reconnect lifetime @1:-1;end 1000;");
    }

    @Test
    void endsWithoutAPongByTheNextPing() {
        Session session = live(Framing.Kind.WEBSOCKET, "d");
        group.pong(session);
        passTo(100);
        assertThat(ends).isEmpty();

        passTo(200);

        assertThat(outlet.writes).last().isEqualTo("end 4408;");
        assertThat(ends).containsExactly(EndReason.NO_PONG);
    }

    @Test
    void turnsAwayWhomNoOwnerConfirmsInTimeWithoutACursor() {
        open(Framing.Kind.SSE, null, "d");

        passTo(50);

        assertThat(outlet.writes).containsExactly("reconnect not-ready @;end 1013;");
        assertThat(ends).containsExactly(EndReason.NOT_READY);
    }

    @Test
    void turnsAwayInTimeAlsoWhoAsksForMoreMeanwhile() {
        Session session = open(Framing.Kind.WEBSOCKET, null, "d");
        group.subscribe(session, List.of("a"), null, nanos());

        passTo(50);

        assertThat(ends).containsExactly(EndReason.NOT_READY);
    }

    @Test
    void deliversToAllAlsoWhenOneOfThemHasToBeWrittenToInTheMiddle() {
        group = group(10);
        Session first = live(Framing.Kind.WEBSOCKET, "d");
        live(Framing.Kind.SSE, "d");
        live(Framing.Kind.SSE, "d");
        outlet.writes.clear();

        // One event is more than its queue may hold, so what the first client asks for waits as well.
        group.advanced(1, 5, 0, List.of(event("d", 5)), nanos());
        group.unsubscribe(first, List.of("d"), nanos());
        group.advanced(1, 6, 0, List.of(event("d", 6)), nanos());
        group.flush(nanos());

        assertThat(outlet.writes)
                .filteredOn(write -> write.contains("message d6"))
                .hasSize(3);
        assertThat(outlet.writes).anyMatch(write -> write.contains("unsubscribed [d]"));
    }

    @Test
    void leavesAClientThatCameBackItsCursorWhenItTurnsItAway() {
        open(Framing.Kind.SSE, new Place.At(Cursor.parse("1.0k3f92ab.0.1:3").orElseThrow()), "d");
        advance(1, 9);

        passTo(50);

        assertThat(outlet.writes).containsExactly("reconnect not-ready @1:3;end 1013;");
    }

    @Test
    void endsAClientThatReadsNothingForTooLong() {
        live(Framing.Kind.SSE, "d");
        outlet.congested = true;
        advance(1, 1, event("d", 1));

        passTo(299);
        assertThat(outlet.aborted).isFalse();
        passTo(300);

        assertThat(outlet.aborted).isTrue();
        assertThat(ends).containsExactly(EndReason.STALLED);
    }

    @Test
    void keepsAClientThatPingsAndDoesNotReadWithinItsLimit() {
        Session session = live(Framing.Kind.WEBSOCKET, "d");
        outlet.congested = true;

        for (int i = 0; i < 1_000; i++) {
            group.ping(session, nanos());
            group.flush(nanos());
        }

        assertThat(session.queuedBytes()).isLessThanOrEqualTo(60);
    }

    @Test
    void tellsOfWhatTheLogLost() {
        live(Framing.Kind.SSE, "d", "a");
        advance(1, 5);
        outlet.writes.clear();

        group.lost(1, 5, 20, 0, nanos());
        group.flush(nanos());

        assertThat(outlet.writes).containsExactly("gap log-truncated d 0:-1.1:5 to 0:-1.1:20 @0:-1.1:20;");
    }

    @Test
    void drainsByAskingThenEndingAndTurnsAwayWhoComesLater() {
        live(Framing.Kind.WEBSOCKET, "d");
        outlet.writes.clear();
        group.drain(EndReason.DRAINING, 0, Duration.ofMillis(30).toNanos(), nanos());
        tick();
        assertThat(outlet.writes).containsExactly("reconnect draining @1:-1;");
        outlet.writes.clear();

        passTo(30);
        assertThat(outlet.writes).containsExactly("end 1001;");
        outlet.writes.clear();

        open(Framing.Kind.WEBSOCKET, null, "d");
        group.flush(nanos());
        assertThat(outlet.writes).containsExactly("reconnect draining @;end 1001;");
        assertThat(group.size()).isZero();
    }

    @Test
    void letsTheLastBytesWaitOnlySoLong() {
        Session session = live(Framing.Kind.SSE, "d");
        outlet.congested = true;
        group.end(session, EndReason.CLIENT, new byte[] {'x'}, nanos());
        group.flush(nanos());

        passTo(20);

        assertThat(outlet.aborted).isTrue();
        assertThat(ends).containsExactly(EndReason.CLIENT);
    }

    private SessionGroup group(int queueBytes) {
        return new SessionGroup(
                new Generation("0k3f92ab", 2),
                TIMING,
                new SessionLimits(queueBytes, 1_000, 100, 256),
                ShardRoom.unlimited(),
                ReplayPace.unlimited(),
                new SplittableRandom(1),
                new EndsObserver(ends),
                new RecordingUpstream(upstream));
    }

    private Session live(Framing.Kind kind, String... channels) {
        Session session = open(kind, null, channels);
        for (int i = 0; i < session.channels().partitions().size(); i++) {
            confirm(session);
        }
        return session;
    }

    private Session open(Framing.Kind kind, @Nullable Place place, String... channels) {
        return group.open(new SessionRequest(new PlainFraming(kind), outlet, List.of(channels), place, false), nanos());
    }

    private void confirm(Session session) {
        group.confirmed(session, SessionGroup.OPENING_CHANGE, nanos());
        group.flush(nanos());
    }

    private void advance(int partition, long through, Event... events) {
        group.advanced(partition, through, 0, List.of(events), nanos());
        group.flush(nanos());
    }

    private void passTo(long millis) {
        while (nowMillis < millis) {
            nowMillis++;
            tick();
        }
    }

    private void tick() {
        group.tick(nanos());
        group.flush(nanos());
    }

    private long nanos() {
        return Duration.ofMillis(nowMillis).toNanos();
    }

    private static Event event(String channel, long offset) {
        return Event.of(new Publication(channel, 1, offset, 0, Payload.of("1")));
    }
}

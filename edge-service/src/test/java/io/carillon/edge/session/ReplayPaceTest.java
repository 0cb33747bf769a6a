package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import io.carillon.core.position.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A pace of at least 1,000 bytes a second, so 8,000 at first, while live events wait a millisecond longer than at best. */
class ReplayPaceTest {

    private static final long LEAST = 1_000;
    private static final long ROUND = Duration.ofMillis(800).toNanos();
    private static final long TARGET = Duration.ofMillis(1).toNanos();

    /** So many delays make a round. */
    private static final int EVENTS = 16;

    /** What may be asked for at once at first: 8,000 bytes a second for 20 ms. */
    private static final long FIRST_BURST = 160;

    private final ReplayPace pace = new ReplayPace(LEAST, TARGET, 0);
    private final List<String> asked = new ArrayList<>();
    private final SessionGroup group = new SessionGroup(
            new Generation("0k3f92ab", 2),
            SessionTiming.DEFAULT,
            SessionLimits.DEFAULT,
            ShardRoom.unlimited(),
            pace,
            new SplittableRandom(1),
            SessionObserver.NONE,
            new RecordingUpstream(asked));

    private long nowNanos;

    @Test
    void growsWhileItHoldsSomebodyUpAndLiveEventsDoNotWait() {
        holdSomebodyUp();

        rounds(1, 0);
        assertThat(pace.shownBytesPerSecond()).isEqualTo(8_400);

        rounds(300, 0);
        assertThat(pace.shownBytesPerSecond()).isEqualTo(1 << 30);
    }

    @Test
    void doesNotGrowWhereItHoldsNobodyUp() {
        rounds(100, 0);

        assertThat(pace.shownBytesPerSecond()).isEqualTo(8_000);
    }

    @Test
    void doesNotShrinkWhereNobodyReads() {
        rounds(1, 0);
        rounds(100, 50 * TARGET);

        assertThat(pace.shownBytesPerSecond()).isEqualTo(8_000);
    }

    @Test
    void staysWhereItIsWhenTheyWaitAsMuchLongerAsTheyMay() {
        holdSomebodyUp();
        rounds(1, 3 * TARGET);
        rounds(10, 4 * TARGET);

        assertThat(pace.shownBytesPerSecond()).isEqualTo(8_400);
    }

    @Test
    void shrinksWhenTheyWaitForLongerButNotBelowTheLeast() {
        holdSomebodyUp();
        rounds(1, 0);
        rounds(1, 2 * TARGET);
        assertThat(pace.shownBytesPerSecond()).isEqualTo(5_880);

        rounds(100, 50 * TARGET);
        assertThat(pace.shownBytesPerSecond()).isEqualTo(LEAST);
    }

    @Test
    void goesByTheMeanOfARound() {
        holdSomebodyUp();
        rounds(1, 0);
        for (int i = 0; i < 9 * EVENTS; i++) {
            deliver(0);
        }
        rounds(1, 10 * TARGET);

        assertThat(pace.shownBytesPerSecond()).isEqualTo(8_400);
    }

    @Test
    void doesNotCountTheTimeInWhichLiveEventsWaitForOneAnother() {
        holdSomebodyUp();
        rounds(1, 0);

        nowNanos += 10 * TARGET;
        pace.endTurn(nowNanos);
        deliver(10 * TARGET);
        pass(Duration.ofMillis(250));

        assertThat(pace.shownBytesPerSecond()).isEqualTo(8_820);
    }

    @Test
    void countsTheTimeInWhichTheyWaitForOtherTurns() {
        holdSomebodyUp();
        rounds(1, 0);
        pace.endTurn(nowNanos);

        nowNanos += 10 * TARGET;
        pace.endTurn(nowNanos);
        deliver(10 * TARGET);
        pass(Duration.ofMillis(250));

        assertThat(pace.shownBytesPerSecond()).isEqualTo(5_880);
    }

    @Test
    void waitsForEnoughDelaysUnlessTheyAreFew() {
        holdSomebodyUp();

        deliver(0);
        pass(Duration.ofMillis(249));
        assertThat(pace.shownBytesPerSecond()).isEqualTo(8_000);

        pass(Duration.ofMillis(1));
        assertThat(pace.shownBytesPerSecond()).isEqualTo(8_400);
    }

    @Test
    void takesForTheBestWhatWasTheBestInTheLastMinutes() {
        holdSomebodyUp();
        rounds(1, 0);
        rounds(minutes(2) - 2, 2 * TARGET);
        assertThat(pace.shownBytesPerSecond()).isEqualTo(LEAST);

        rounds(2, 2 * TARGET);

        assertThat(pace.shownBytesPerSecond()).isGreaterThan(LEAST);
    }

    @Test
    void letsSessionsWaitForTheirTurnInTheOrderInWhichTheyCame() {
        group.advanced(1, 9, 0, List.of(), 0);
        open("d");
        pace.spend(FIRST_BURST);
        open("f");
        open("d");
        asked.removeIf(line -> line.startsWith("subscribe"));
        assertThat(asked).containsExactly(replay("d"));

        // What was asked for has to be made up for first: the 512 bytes of a question, at 8,400 bytes a second.
        pass(Duration.ofMillis(60));
        assertThat(asked).hasSize(1);
        pass(Duration.ofMillis(5));
        assertThat(asked).containsExactly(replay("d"), replay("f"));
        pass(Duration.ofMillis(54));
        assertThat(asked).hasSize(2);
        pass(Duration.ofMillis(5));
        assertThat(asked).containsExactly(replay("d"), replay("f"), replay("d"));
    }

    @Test
    void letsASessionHaveItsTurnAlsoWhenALiveEventIsOnItsWay() {
        group.advanced(0, 5, 0, List.of(), 0);
        group.advanced(1, 9, 0, List.of(), 0);
        pace.spend(FIRST_BURST);
        open("1.0k3f92ab.0.0:5.1:3", "a", "d");
        assertThat(asked).containsExactly("subscribe [a, d]");

        group.advanced(0, 6, 0, List.of(LiveGroup.event("a", 6)), nowNanos);
        pass(Duration.ofMillis(1));

        assertThat(asked).last().isEqualTo(replay("d"));
    }

    @Test
    void saysWhenTheNextTurnIs() {
        group.advanced(1, 9, 0, List.of(), 0);
        pace.spend(FIRST_BURST + 8_000);
        open("d");

        assertThat(pace.nanosUntilDue(0)).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(pace.nanosUntilDue(Duration.ofMillis(400).toNanos()))
                .isEqualTo(Duration.ofMillis(600).toNanos());
    }

    @Test
    void forgetsWhoIsGone() {
        group.advanced(1, 9, 0, List.of(), 0);
        pace.spend(FIRST_BURST + 8_000);
        Session session = open("d");

        group.gone(session, EndReason.CLIENT, 0);

        assertThat(pace.nanosUntilDue(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void asksForNothingOnBehalfOfWhoMissesNothing() {
        group.advanced(1, 3, 0, List.of(), 0);
        pace.spend(FIRST_BURST);

        assertThat(open("d").reception().isLive()).isTrue();
    }

    /** Lets a session wait for a turn that does not come. */
    private void holdSomebodyUp() {
        group.advanced(1, 9, 0, List.of(), 0);
        pace.spend(Long.MAX_VALUE);
        open("d");
    }

    private void rounds(int count, long delayNanos) {
        for (int i = 0; i < count; i++) {
            for (int event = 0; event < EVENTS; event++) {
                nowNanos += ROUND / EVENTS;
                deliver(delayNanos);
            }
            pace.turn(nowNanos);
        }
    }

    private void deliver(long delayNanos) {
        pace.delivered(nowNanos - delayNanos, nowNanos, nowNanos);
    }

    @Test
    void growsWhereSomebodyWaitsAndNobodyIsDisturbed() {
        group.advanced(1, 9, 0, List.of(), 0);
        pace.spend(FIRST_BURST + 8_000);
        open("d");

        pass(Duration.ofMillis(25));
        assertThat(pace.shownBytesPerSecond()).isEqualTo(8_400);
    }

    private static int minutes(int count) {
        return (int) (Duration.ofMinutes(count).toNanos() / ROUND);
    }

    private void pass(Duration time) {
        nowNanos += time.toNanos();
        group.tick(nowNanos);
    }

    private Session open(String channel) {
        return open("1.0k3f92ab.0.1:3", channel);
    }

    private Session open(String cursor, String... channels) {
        var place = new Place.At(Cursor.parse(cursor).orElseThrow());
        var request = new SessionRequest(
                new PlainFraming(Framing.Kind.SSE), new RecordingOutlet(), List.of(channels), place, false);
        Session session = group.open(request, nowNanos);
        for (int i = session.channels().partitions().size(); i > 0; i--) {
            group.confirmed(session, SessionGroup.OPENING_CHANGE, nowNanos);
        }
        group.flush(nowNanos);
        return session;
    }

    private static String replay(String channel) {
        return "replay [" + channel + "] in 1 from 3 until 9 credit 4096";
    }
}

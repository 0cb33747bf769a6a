package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveDelayTest {

    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int ENOUGH = 16;

    private final LiveDelay delay = new LiveDelay(10 * MILLISECOND, 0);
    private long nowNanos;

    @Test
    void isNoneInTheBestOfTimes() {
        deliver(ENOUGH, 3 * MILLISECOND);

        assertThat(delay.endRound(nowNanos)).hasValue(0);
    }

    @Test
    void isWhatTheMeanIsMore() {
        round(ENOUGH, 3 * MILLISECOND);

        deliver(ENOUGH / 2, 3 * MILLISECOND);
        deliver(ENOUGH / 2, 5 * MILLISECOND);

        assertThat(delay.endRound(nowNanos)).hasValue((double) MILLISECOND);
    }

    @Test
    void isUnknownWithoutEvents() {
        assertThat(delay.endRound(SECOND)).isEmpty();
    }

    @Test
    void isNotTheWorkOfTheEventsBefore() {
        round(ENOUGH, 0);

        nowNanos += SECOND;
        delay.delivered(nowNanos, nowNanos, nowNanos + 2 * MILLISECOND);
        delay.endTurn(nowNanos + 5 * MILLISECOND);
        // It came while the one before was written, and its turn was a millisecond after that.
        delay.delivered(nowNanos + MILLISECOND, nowNanos + 6 * MILLISECOND, nowNanos + 6 * MILLISECOND);

        assertThat(delay.endRound(nowNanos)).hasValue(MILLISECOND / 2.0);
    }

    @Test
    void isNotMeasuredAgainstTheLuckOfAFew() {
        round(ENOUGH, 3 * MILLISECOND);
        round(ENOUGH - 1, 0);

        deliver(ENOUGH, 3 * MILLISECOND);

        assertThat(delay.endRound(nowNanos)).hasValue(0);
    }

    @Test
    void endsARoundWithEnoughEventsOrAfterAWhileOrOnceItIsClear() {
        round(ENOUGH, 0);

        delay.delivered(nowNanos, nowNanos, nowNanos);
        assertThat(delay.isRoundOver(nowNanos + 249 * MILLISECOND)).isFalse();
        assertThat(delay.isRoundOver(nowNanos + 250 * MILLISECOND)).isTrue();

        deliver(1, 30 * MILLISECOND);
        assertThat(delay.isRoundOver(nowNanos)).isTrue();

        delay.endRound(nowNanos);
        deliver(ENOUGH, 0);
        assertThat(delay.isRoundOver(nowNanos)).isTrue();
    }

    private void round(int events, long delayNanos) {
        deliver(events, delayNanos);
        delay.endRound(nowNanos);
    }

    private void deliver(int events, long delayNanos) {
        for (int i = 0; i < events; i++) {
            nowNanos += 50 * MILLISECOND;
            delay.delivered(nowNanos - delayNanos, nowNanos, nowNanos);
        }
    }
}

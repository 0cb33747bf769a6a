package io.carillon.fanout.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final Duration AT_MOST = Duration.ofNanos(100);

    @Test
    void endsWhenAllExpectedEdgesFollow() {
        var settling = new Settling(2, 0, AT_MOST);

        assertThat(settling.isSettled(1, 50)).isFalse();
        assertThat(settling.isSettled(2, 50)).isTrue();
    }

    @Test
    void endsWhenItHasTakenLongEnough() {
        var settling = new Settling(2, 0, AT_MOST);

        assertThat(settling.isSettled(1, 99)).isFalse();
        assertThat(settling.isSettled(1, 100)).isTrue();
    }

    @Test
    void doesNotTakeAnyNumberOfEdgesForAllWhenNobodyKnowsHowManyThereAre() {
        var settling = new Settling(0, 0, AT_MOST);

        assertThat(settling.isSettled(5, 99)).isFalse();
        assertThat(settling.isSettled(0, 100)).isTrue();
    }

    @Test
    void isOverForGoodEvenIfEdgesLeave() {
        var settling = new Settling(2, 0, AT_MOST);
        assertThat(settling.isSettled(2, 1)).isTrue();

        assertThat(settling.isSettled(0, 2)).isTrue();
    }

    @Test
    void measuresAcrossTheOverflowOfTheTicker() {
        var settling = new Settling(0, Long.MAX_VALUE - 10, AT_MOST);

        assertThat(settling.isSettled(0, Long.MAX_VALUE - 5)).isFalse();
        assertThat(settling.isSettled(0, Long.MIN_VALUE + 89)).isTrue();
    }
}

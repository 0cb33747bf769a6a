package io.carillon.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChangeRateTest {

    private final ChangeRate rate = new ChangeRate(10);

    @Test
    void takesASecondsChangesAtOnceAndNotOneMore() {
        for (int i = 0; i < 10; i++) {
            assertThat(rate.take(millis(5))).isTrue();
        }

        assertThat(rate.take(millis(5))).isFalse();
    }

    @Test
    void takesChangesForEverAtItsRate() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.take(millis(100L * i))).isTrue();
        }
    }

    @Test
    void savesNoMoreThanASecondsChanges() {
        assertThat(rate.take(millis(0))).isTrue();
        int taken = 0;
        while (rate.take(millis(60_000))) {
            taken++;
        }

        assertThat(taken).isEqualTo(10);
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}

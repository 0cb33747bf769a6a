package io.carillon.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManualTickerTest {

    @Test
    void movesWhenToldAndOnlyThen() {
        var ticker = new ManualTicker(5);

        ticker.advance(Duration.ofNanos(7));

        assertThat(ticker.nanos()).isEqualTo(12);
        assertThat(ticker.nanos()).isEqualTo(12);
    }

    @Test
    void neverGoesBack() {
        var ticker = new ManualTicker();

        assertThatThrownBy(() -> ticker.advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step: PT-0.000000001S (expected: >= 0)");
    }

    @Test
    void aDeadlinePassesExactlyAtItsTimeEvenWhereTheClockOverflows() {
        var ticker = new ManualTicker(Long.MAX_VALUE - 3);
        Deadline deadline = Deadline.in(Duration.ofNanos(10), ticker);

        ticker.advance(Duration.ofNanos(9));
        assertThat(deadline.hasPassed()).isFalse();
        assertThat(deadline.remainingNanos()).isEqualTo(1);

        ticker.advance(Duration.ofNanos(1));
        assertThat(deadline.hasPassed()).isTrue();
        assertThat(deadline.remainingMillisForSocket()).isEqualTo(1);
    }
}

package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.time.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AcceptPaceTest {

    private final ManualTicker time = new ManualTicker(Long.MAX_VALUE - 1_000);

    @Test
    void letsATwentiethOfASecondsWorthInAtOnceAndSpacesTheRest() {
        var pace = new AcceptPace(100, time);

        for (int i = 0; i < 5; i++) {
            assertThat(pace.delayNanos()).isZero();
        }

        assertThat(pace.delayNanos()).isEqualTo(Duration.ofMillis(10).toNanos());
        assertThat(pace.delayNanos()).isEqualTo(Duration.ofMillis(20).toNanos());
    }

    @Test
    void savesNothingUpForLaterBeyondThat() {
        var pace = new AcceptPace(100, time);
        time.advance(Duration.ofHours(1));

        for (int i = 0; i < 5; i++) {
            assertThat(pace.delayNanos()).isZero();
        }

        assertThat(pace.delayNanos()).isEqualTo(Duration.ofMillis(10).toNanos());
    }

    @Test
    void holdsNobodyUpWithoutALimit() {
        var pace = new AcceptPace(-1, time);

        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.delayNanos()).isZero();
        }
    }
}

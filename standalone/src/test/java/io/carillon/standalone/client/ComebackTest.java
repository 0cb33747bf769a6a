package io.carillon.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComebackTest {

    private final Comeback comeback = new Comeback(new SplittableRandom(7));

    @Test
    void waitsBetweenHalfOfTheAdviceAndAllOfIt() {
        List<Duration> waits = Stream.generate(() -> {
                    comeback.advised(Duration.ofSeconds(1));
                    comeback.heard();
                    return comeback.afterLoss();
                })
                .limit(1_000)
                .toList();

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1)));
        assertThat(waits).anySatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(600)));
        assertThat(waits).anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofMillis(900)));
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureInARowButNeverTooLong() {
        comeback.advised(Duration.ofSeconds(1));

        for (int longest : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(comeback.afterLoss()).isBetween(Duration.ofMillis(longest * 500L), Duration.ofSeconds(longest));
        }
    }

    @Test
    void waitsLittleAgainOnceAStreamHasWorked() {
        comeback.advised(Duration.ofSeconds(1));
        comeback.afterLoss();
        comeback.afterLoss();

        comeback.heard();

        assertThat(comeback.afterLoss()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesNoAdviceToWaitForEver() {
        comeback.advised(Duration.ofDays(10));

        assertThat(comeback.afterLoss()).isLessThanOrEqualTo(Comeback.LONGEST_WAIT);
    }
}

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
        comeback.advised(Duration.ofSeconds(1));

        List<Duration> waits = Stream.generate(comeback::afterLoss).limit(1_000).toList();

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1)));
        assertThat(waits).anySatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(600)));
        assertThat(waits).anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofMillis(900)));
    }

    @Test
    void takesNoAdviceToWaitForEver() {
        comeback.advised(Duration.ofDays(10));

        assertThat(comeback.afterLoss()).isLessThanOrEqualTo(Comeback.LONGEST_WAIT);
    }
}

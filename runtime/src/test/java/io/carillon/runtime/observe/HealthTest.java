package io.carillon.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.runtime.observe.Health.Kind;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Health health = new Health();

    @Test
    void isReadyFromItsStartUntilItDrains() {
        assertThat(health.is(Kind.STARTED)).isFalse();
        assertThat(health.is(Kind.READY)).isFalse();

        health.started();
        assertThat(health.is(Kind.STARTED)).isTrue();
        assertThat(health.is(Kind.READY)).isTrue();

        health.draining();
        assertThat(health.is(Kind.STARTED)).isTrue();
        assertThat(health.is(Kind.READY)).isFalse();
        assertThat(health.is(Kind.LIVE)).isTrue();
    }

    @Test
    void doesNotBecomeReadyWhenItsStartEndsAfterTheDrainBegan() {
        health.draining();

        health.started();

        assertThat(health.is(Kind.READY)).isFalse();
    }

    @Test
    void isOnlyAsGoodAsTheWorstCheckOfTheKind() {
        health.started();
        health.add(Kind.READY, "log", Verdict::good).add(Kind.READY, "table", () -> Verdict.bad("no table yet"));

        assertThat(health.is(Kind.READY)).isFalse();
        assertThat(health.is(Kind.LIVE)).isTrue();
    }

    @Test
    void takesACheckThatThrowsForABadOne() {
        health.add(Kind.LIVE, "log", () -> {
            throw new IllegalStateException("boom");
        });

        assertThat(health.of(Kind.LIVE))
                .singleElement()
                .satisfies(check -> assertThat(check.verdict())
                        .isEqualTo(Verdict.bad("the check failed: java.lang.IllegalStateException: boom")));
    }
}

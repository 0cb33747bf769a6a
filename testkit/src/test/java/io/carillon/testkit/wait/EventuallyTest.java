package io.carillon.testkit.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void returnsAsSoonAsTheConditionHolds() {
        Eventually.eventually().until("the third look", () -> calls.incrementAndGet() == 3);

        assertThat(calls).hasValue(3);
    }

    @Test
    void failsWithTheStateItWaitedIn() {
        Eventually wait = Eventually.within(Duration.ofMillis(200)).observing(() -> "links=" + 2);

        assertThatThrownBy(() -> wait.until("three links", () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited for: three links (PT0.2S)\nstate: links=2");
    }

    @Test
    void failsWithTheLastFailedAssertion() {
        Eventually wait = Eventually.within(Duration.ofMillis(200));

        assertThatThrownBy(() -> wait.passes("a match", () -> {
                    throw new AssertionError("found " + calls.incrementAndGet());
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("waited for: a match (PT0.2S)\nlast: found ")
                .hasCauseInstanceOf(AssertionError.class);
        assertThat(calls.get()).isGreaterThan(1);
    }

    @Test
    void returnsWhatACallYieldsOnceItNoLongerThrows() {
        String value = Eventually.eventually().yields("a value", () -> {
            if (calls.incrementAndGet() < 3) {
                throw new IOException("not yet");
            }
            return "here";
        });

        assertThat(value).isEqualTo("here");
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Eventually.eventually().until("never", () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("interrupted while waiting for: never");
        assertThat(Thread.interrupted()).isTrue();
    }
}

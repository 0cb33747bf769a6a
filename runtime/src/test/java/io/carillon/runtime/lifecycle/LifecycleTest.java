package io.carillon.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.lifecycle.Lifecycle.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LifecycleTest {

    private static final Duration AMPLE = Duration.ofSeconds(10);
    private static final Duration SCARCE = Duration.ofMillis(500);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Lifecycle lifecycle = new Lifecycle("edge", Ticker.system());

    @Test
    void startsInOrderAndDrainsAndClosesOnePartAfterTheOtherInReverse() {
        lifecycle.add("links", new RecordingPart("links")).add("listener", new RecordingPart("listener"));

        lifecycle.start();
        assertThat(lifecycle.state()).isEqualTo(State.RUNNING);
        lifecycle.stop(AMPLE);

        assertThat(lifecycle.state()).isEqualTo(State.STOPPED);
        assertThat(events)
                .containsExactly(
                        "start links",
                        "start listener",
                        "drain listener",
                        "close listener",
                        "drain links",
                        "close links");
    }

    @Test
    void closesWhatWasStartedWhenAPartFailsAndNamesThePart() {
        lifecycle
                .add("links", new RecordingPart("links"))
                .add("listener", new RecordingPart("listener") {
                    @Override
                    public void start() throws IOException {
                        throw new IOException("no route");
                    }
                })
                .add("readiness", new RecordingPart("readiness"));

        assertThatThrownBy(lifecycle::start)
                .isInstanceOf(StartException.class)
                .hasMessage("edge could not start listener: no route")
                .hasCauseInstanceOf(IOException.class);

        assertThat(events).containsExactly("start links", "close links");
        assertThat(lifecycle.state()).isEqualTo(State.STOPPED);
    }

    @Test
    void closesEveryPartAlthoughOneFailsToDrainAndToClose() {
        lifecycle.add("links", new RecordingPart("links")).add("listener", new RecordingPart("listener") {
            @Override
            public void drain(Duration limit) {
                throw new IllegalStateException("drain");
            }

            @Override
            public void close() {
                throw new IllegalStateException("close");
            }
        });
        lifecycle.start();

        lifecycle.stop(AMPLE);

        assertThat(events).containsExactly("start links", "start listener", "drain links", "close links");
    }

    @Test
    void interruptsADrainAtTheDeadlineAndStillClosesTheOthers() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        lifecycle.add("links", new RecordingPart("links")).add("listener", new RecordingPart("listener") {
            @Override
            public void drain(Duration limit) throws InterruptedException {
                try {
                    new CountDownLatch(1).await();
                } finally {
                    interrupted.countDown();
                }
            }
        });
        lifecycle.start();

        lifecycle.stop(SCARCE);

        interrupted.await();
        assertThat(events).containsExactly("start links", "start listener", "close listener", "close links");
    }

    @Test
    void leavesAPartBehindThatDoesNotClose() {
        var released = new CountDownLatch(1);
        lifecycle.add("links", new RecordingPart("links")).add("listener", new RecordingPart("listener") {
            @Override
            public void close() {
                awaitDeafly(released);
            }
        });
        lifecycle.start();

        lifecycle.stop(SCARCE);
        released.countDown();

        assertThat(events).containsExactly("start links", "start listener", "drain listener", "close links");
    }

    @Test
    void tellsAPartHowLongItsDrainMayTake() {
        var limits = new CopyOnWriteArrayList<Duration>();
        lifecycle.add("links", new RecordingPart("links") {
            @Override
            public void drain(Duration limit) {
                limits.add(limit);
            }
        });
        lifecycle.start();

        lifecycle.stop(AMPLE);

        assertThat(limits)
                .singleElement()
                .satisfies(limit -> assertThat(limit).isBetween(Duration.ofSeconds(5), AMPLE));
    }

    @Test
    void stopsOnceWhoeverAsks() throws InterruptedException {
        var draining = new CountDownLatch(1);
        var drained = new CountDownLatch(1);
        lifecycle.add("links", new RecordingPart("links") {
            @Override
            public void drain(Duration limit) throws InterruptedException {
                draining.countDown();
                drained.await();
            }
        });
        lifecycle.start();
        Thread first = Thread.ofVirtual().start(() -> lifecycle.stop(AMPLE));
        draining.await();
        Thread second = Thread.ofVirtual().start(() -> lifecycle.stop(SCARCE));

        assertThat(lifecycle.awaitStopped(SCARCE)).isFalse();
        assertThat(second.isAlive()).isTrue();
        drained.countDown();
        first.join();
        second.join();
        lifecycle.stop(AMPLE);

        assertThat(events).containsExactly("start links", "close links");
    }

    @Test
    void endsAStartThatIsUnderWayWhenItIsStopped() throws InterruptedException {
        var starting = new CountDownLatch(1);
        var failure = new AtomicReference<Throwable>();
        lifecycle
                .add("links", new RecordingPart("links"))
                .add("log", new RecordingPart("log") {
                    @Override
                    public void start() throws InterruptedException {
                        starting.countDown();
                        new CountDownLatch(1).await();
                    }
                })
                .add("listener", new RecordingPart("listener"));
        Thread starter = Thread.ofVirtual().start(() -> {
            try {
                lifecycle.start();
            } catch (StartException e) {
                failure.set(e);
            }
        });
        starting.await();

        lifecycle.stop(AMPLE);
        starter.join();

        assertThat(failure.get()).hasMessage("edge was stopped while starting log");
        assertThat(events).containsExactly("start links", "drain links", "close links");
    }

    @Test
    void canBeStoppedBeforeItIsStartedAndNotStartedAfterwards() {
        lifecycle.add("links", new RecordingPart("links"));

        lifecycle.close();

        assertThat(lifecycle.state()).isEqualTo(State.STOPPED);
        assertThatIllegalStateException().isThrownBy(lifecycle::start).withMessage("state: STOPPED (expected: NEW)");
        assertThat(events).isEmpty();
    }

    /** Waits as code does that loses interrupts. */
    private static void awaitDeafly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException _) {
                // Deaf.
            }
        }
    }

    private class RecordingPart implements Part {

        private final String name;

        RecordingPart(String name) {
            this.name = name;
        }

        @Override
        public void start() throws IOException, InterruptedException {
            events.add("start " + name);
        }

        @Override
        public void drain(Duration limit) throws InterruptedException {
            events.add("drain " + name);
        }

        @Override
        public void close() {
            events.add("close " + name);
        }
    }
}

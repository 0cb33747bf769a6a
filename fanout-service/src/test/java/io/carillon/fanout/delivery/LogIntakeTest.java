package io.carillon.fanout.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.log.LogFollower;
import io.carillon.core.log.LogListener;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogIntakeTest {

    private static final int PARTITION = 3;

    /** Each publication weighs 64 bytes, 1 for the channel and 1 for the value. */
    private static final long WEIGHT = 66;

    private final RecordingFollower log = new RecordingFollower();
    private final Mailbox<PumpCommand> mailbox = new Mailbox<>(1, Ticker.system());
    private final LogIntake intake = new LogIntake(PARTITION, log, mailbox, 3 * WEIGHT);

    @Test
    void readsOnUpToItsLimit() {
        intake.advanced(PARTITION, publications(3), 2, 1);

        assertThat(log.calls).isEmpty();
    }

    @Test
    void pausesOnceWhenMoreWaitsThanItsLimit() {
        intake.advanced(PARTITION, publications(4), 3, 1);
        intake.advanced(PARTITION, publications(1), 4, 1);

        assertThat(log.calls).containsExactly("pause 3");
    }

    @Test
    void neverDropsWhatWasReadBeforeThePauseTookEffect() throws Exception {
        intake.advanced(PARTITION, publications(4), 3, 1);
        intake.advanced(PARTITION, publications(4), 7, 1);

        assertThat(mailbox.takeAll(new ArrayList<>(), 0)).hasSize(2);
    }

    @Test
    void resumesWhenThePumpHasTakenHalf() {
        intake.advanced(PARTITION, publications(4), 3, 1);

        intake.taken(2 * WEIGHT);
        List<String> above = List.copyOf(log.calls);
        intake.taken(WEIGHT);

        assertThat(above).containsExactly("pause 3");
        assertThat(log.calls).containsExactly("pause 3", "resume 3");
    }

    private static List<Publication> publications(int count) {
        List<Publication> publications = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            publications.add(new Publication("a", PARTITION, i, 1, Payload.of("1")));
        }
        return publications;
    }

    private static final class RecordingFollower implements LogFollower {

        private final List<String> calls = new ArrayList<>();

        @Override
        public void own(int partition, long after, LogListener listener) {
            calls.add("own " + partition);
        }

        @Override
        public void ownFromEnd(int partition, LogListener listener) {
            calls.add("ownFromEnd " + partition);
        }

        @Override
        public void release(int partition) {
            calls.add("release " + partition);
        }

        @Override
        public void pause(int partition, LogListener listener) {
            calls.add("pause " + partition);
        }

        @Override
        public void resume(int partition, LogListener listener) {
            calls.add("resume " + partition);
        }

        @Override
        public Duration fetchAge() {
            return Duration.ZERO;
        }

        @Override
        public boolean isConfirmed() {
            return true;
        }
    }
}

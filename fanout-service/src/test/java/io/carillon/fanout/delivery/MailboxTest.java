package io.carillon.fanout.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.time.Ticker;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final Ticker ticker = Ticker.system();
    private final Mailbox<Integer> mailbox = new Mailbox<>(2, ticker);

    @Test
    void givesAllThatHasComeInOrder() throws Exception {
        mailbox.put(1);
        mailbox.put(2);

        assertThat(mailbox.takeAll(new ArrayList<>(), 0)).containsExactly(1, 2);
        assertThat(mailbox.size()).isZero();
    }

    @Test
    void wakesWhoWaitsForACommand() throws Exception {
        var taken = new ArrayList<Integer>();
        Thread taker = start(() -> taken.addAll(mailbox.takeAll(new ArrayList<>(), inAnHour())));
        awaitWaiting(taker);

        mailbox.add(1);

        assertThat(taker.join(Duration.ofSeconds(30))).isTrue();
        assertThat(taken).containsExactly(1);
    }

    @Test
    void givesNothingOnceTheDeadlineHasPassed() throws Exception {
        assertThat(mailbox.takeAll(new ArrayList<>(), ticker.nanos() + 1_000_000))
                .isEmpty();
    }

    @Test
    void makesOthersWaitWhileItIsFull() throws Exception {
        mailbox.put(1);
        mailbox.put(2);
        Thread third = start(() -> mailbox.put(3));
        awaitWaiting(third);

        List<Integer> first = mailbox.takeAll(new ArrayList<>(), 0);

        assertThat(third.join(Duration.ofSeconds(30))).isTrue();
        assertThat(first).containsExactly(1, 2);
        assertThat(mailbox.takeAll(new ArrayList<>(), 0)).containsExactly(3);
    }

    @Test
    void takesBeyondItsLimitFromThoseWhoMustNotWait() throws Exception {
        mailbox.put(1);
        mailbox.put(2);

        mailbox.add(3);

        assertThat(mailbox.takeAll(new ArrayList<>(), 0)).containsExactly(1, 2, 3);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread start(Work work) {
        return Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void awaitWaiting(Thread thread) {
        Eventually.eventually()
                .observing(thread::getState)
                .until(
                        "the thread waits",
                        () -> thread.getState() == Thread.State.WAITING
                                || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private long inAnHour() {
        return ticker.nanos() + Duration.ofHours(1).toNanos();
    }
}

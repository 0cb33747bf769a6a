package io.carillon.fanout.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.access.Revocation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevocationBookTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final RevocationBook book = new RevocationBook();

    @Test
    void givesAWatcherAllThatItDoesNotHaveInTheOrderOfTheLog() throws InterruptedException {
        book.begin("log");
        book.add(0, of("alice", 100));
        book.add(1, of("bob", 100));
        book.add(4, of("carol", 100));
        book.readTo(5, true, true);

        assertThat(book.await("", 0, 10, LONG).revocations())
                .containsExactly(of("alice", 100), of("bob", 100), of("carol", 100));
        assertThat(book.await("log", 1, 10, LONG).revocations()).containsExactly(of("bob", 100), of("carol", 100));
        assertThat(book.await("log", 5, 10, AT_ONCE).revocations()).isEmpty();
    }

    @Test
    void givesNothingTwiceWhileItsReaderIsInTheMiddle() throws InterruptedException {
        book.begin("log");
        book.readTo(0, true, true);
        book.add(0, of("alice", 100));

        RevocationPage page = book.await("log", 0, 10, LONG);

        assertThat(page.revocations()).containsExactly(of("alice", 100));
        assertThat(book.await("log", page.nextOffset(), 10, AT_ONCE).revocations())
                .isEmpty();
    }

    @Test
    void givesEverythingToAWatcherOfAnotherLog() throws InterruptedException {
        book.begin("log");
        book.add(0, of("alice", 100));
        book.readTo(1, true, true);

        assertThat(book.await("former log", 700, 10, LONG))
                .isEqualTo(new RevocationPage("log", 1, List.of(of("alice", 100)), true, false));
    }

    @Test
    void dividesWhatIsMoreThanAPageAndCallsOnlyTheLastOneComplete() throws InterruptedException {
        book.begin("log");
        for (int i = 0; i < 5; i++) {
            book.add(i, of("user-" + i, 100));
        }
        book.readTo(5, true, true);

        RevocationPage first = book.await("", 0, 2, LONG);
        RevocationPage second = book.await(first.logId(), first.nextOffset(), 2, LONG);
        RevocationPage third = book.await(second.logId(), second.nextOffset(), 2, LONG);

        assertThat(first.revocations()).hasSize(2);
        assertThat(first.complete()).isFalse();
        assertThat(second.complete()).isFalse();
        assertThat(third.revocations()).containsExactly(of("user-4", 100));
        assertThat(third.complete()).isTrue();
        assertThat(third.nextOffset()).isEqualTo(5);
    }

    @Test
    void isNotCompleteBeforeTheLogWasReadToItsEnd() throws InterruptedException {
        book.begin("log");
        book.add(0, of("alice", 100));
        book.readTo(1, false, true);

        assertThat(book.await("", 0, 10, AT_ONCE).complete()).isFalse();

        book.readTo(1, true, true);

        assertThat(book.await("", 0, 10, AT_ONCE).complete()).isTrue();
    }

    @Test
    void keepsTheLastWordAboutEverybody() throws InterruptedException {
        book.begin("log");
        book.add(0, of("alice", 100));
        book.add(3, of("alice", 200));

        assertThat(book.size()).isEqualTo(1);
        assertThat(book.await("log", 0, 10, AT_ONCE).revocations()).containsExactly(of("alice", 200));
    }

    @Test
    void readingTheSameLogAgainChangesNothing() throws InterruptedException {
        book.begin("log");
        book.add(0, of("alice", 100));
        book.add(3, of("alice", 200));
        book.readTo(4, true, true);

        book.begin("log");
        book.add(0, of("alice", 100));
        book.readTo(1, false, true);

        assertThat(book.await("", 0, 10, AT_ONCE))
                .isEqualTo(new RevocationPage("log", 4, List.of(of("alice", 200)), true, false));
    }

    @Test
    void forgetsWhatHasEnded() throws InterruptedException {
        book.begin("log");
        book.add(0, of("alice", 100));
        book.add(1, of("bob", 101));

        book.forgetEnded(100);

        assertThat(book.await("", 0, 10, AT_ONCE).revocations()).containsExactly(of("bob", 101));
        assertThat(book.size()).isEqualTo(1);
    }

    @Test
    void doesNotSendAWatcherBackThatWasAtANodeWhichHasReadFurther() throws InterruptedException {
        book.begin("log");
        book.readTo(3, true, true);

        assertThat(book.await("log", 9, 10, AT_ONCE).nextOffset()).isEqualTo(9);
    }

    @Test
    void saysWhetherTheLogAnswers() throws InterruptedException {
        assertThat(book.await("", 0, 10, AT_ONCE).behind()).isTrue();

        book.begin("log");
        book.readTo(0, true, true);

        assertThat(book.await("", 0, 10, AT_ONCE).behind()).isFalse();

        book.readTo(0, false, false);

        assertThat(book.await("", 0, 10, AT_ONCE).behind()).isTrue();
        assertThat(book.await("", 0, 10, AT_ONCE).complete())
                .as("what was known stays known")
                .isTrue();
    }

    private static Revocation of(String subject, long untilMillis) {
        return new Revocation(Revocation.subjectKey(subject), untilMillis - 50, untilMillis);
    }
}

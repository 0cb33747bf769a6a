package io.carillon.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.log.AppendOutcome;
import io.carillon.core.log.InMemoryLog;
import io.carillon.core.log.LogAppender;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.ingest.publish.PublishOutcome.Accepted;
import io.carillon.ingest.publish.PublishOutcome.LogUnavailable;
import io.carillon.ingest.publish.PublishOutcome.OutcomeUnknown;
import io.carillon.ingest.publish.PublishOutcome.Refused;
import io.carillon.ingest.publish.Publisher.Counting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final Generation GENERATION = new Generation("abcdefgh", 1);
    private static final Payload VALUE = Payload.of("{\"a\":1}");

    private final InMemoryLog log = new InMemoryLog(GENERATION, InstantSource.fixed(Instant.ofEpochMilli(71)));
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void acceptsWithTheIdOfTheMessageAndTheNumberOfItsSubscribers() {
        var publisher = new Publisher(log, _ -> counted(2), SHORT);

        assertThat(publish(publisher)).isEqualTo(new Accepted("1.abcdefgh.1z.0:0", 2));
        assertThat(publish(publisher)).isEqualTo(new Accepted("1.abcdefgh.1z.0:1", 2));
        assertThat(log.read("c")).extracting(Publication::value).containsExactly(VALUE, VALUE);
    }

    @Test
    void acceptsWithoutANumberThatDoesNotComeInTime() {
        var never = new CompletableFuture<OptionalInt>();

        assertThat(publish(new Publisher(log, _ -> never, SHORT))).isEqualTo(new Accepted("1.abcdefgh.1z.0:0", null));
        assertThat(never).as("the counter's own stage").isNotDone();
    }

    @Test
    void acceptsWithoutANumberThatCannotBeHad() {
        SubscriberCounter failing = _ -> CompletableFuture.failedFuture(new IllegalStateException("no owner"));
        SubscriberCounter throwing = _ -> {
            throw new IllegalStateException("closed");
        };

        assertThat(publish(new Publisher(log, failing, FOREVER))).isEqualTo(new Accepted("1.abcdefgh.1z.0:0", null));
        assertThat(publish(new Publisher(log, throwing, FOREVER))).isEqualTo(new Accepted("1.abcdefgh.1z.0:1", null));
    }

    @Test
    void asksNobodyForANumberThatIsNotWanted() {
        var publisher = new Publisher(log, this::countAsked, FOREVER);

        var outcome = publisher.publish("c", VALUE, Counting.NOTHING).toCompletableFuture();

        assertThat(outcome).isCompletedWithValue(new Accepted("1.abcdefgh.1z.0:0", null));
        assertThat(asked).hasValue(0);
    }

    @Test
    void countsWhileTheLogIsAtWork() {
        var append = new CompletableFuture<AppendOutcome>();
        var publisher = new Publisher((_, _, _) -> append, this::countAsked, FOREVER);

        var outcome = publisher.publish("c", VALUE, Counting.SUBSCRIBERS).toCompletableFuture();

        assertThat(asked).hasValue(1);
        assertThat(outcome).isNotDone();
        append.complete(new AppendOutcome.Appended(GENERATION, 0, 9, 71));
        assertThat(outcome).isCompletedWithValue(new Accepted("1.abcdefgh.1z.0:9", 7));
    }

    @Test
    void tellsWhyAMessageIsNotInTheLogWithoutWaitingForTheNumber() {
        assertThat(publishTo(new AppendOutcome.Unavailable("no broker"))).isEqualTo(new LogUnavailable("no broker"));
        assertThat(publishTo(new AppendOutcome.Unknown("no ack"))).isEqualTo(new OutcomeUnknown("no ack"));
        assertThat(publishTo(new AppendOutcome.TooLarge("2 MB (expected: at most 1 MB)")))
                .isEqualTo(new Refused(ErrorCode.BODY_TOO_LARGE, "2 MB (expected: at most 1 MB)"));
    }

    @Test
    void isUncertainAboutALogThatBreaksItsPromise() {
        LogAppender failing = (_, _, _) -> CompletableFuture.failedFuture(new IllegalStateException("x"));
        LogAppender throwing = (_, _, _) -> {
            throw new IllegalStateException("x");
        };

        assertThat(publish(new Publisher(failing, _ -> counted(1), FOREVER))).isInstanceOf(OutcomeUnknown.class);
        assertThat(publish(new Publisher(throwing, _ -> counted(1), FOREVER))).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void refusesAnInvalidChannelBeforeAnythingElse() {
        var publisher = new Publisher(log, this::countAsked, FOREVER);

        var outcome = publisher.publish("a,b", VALUE, Counting.SUBSCRIBERS).toCompletableFuture();

        assertThat(outcome)
                .isCompletedWithValue(
                        new Refused(ErrorCode.INVALID_CHANNEL, "channel: has a comma at index 1 (expected: none)"));
        assertThat(asked).hasValue(0);
        assertThat(log.read(0, 0)).isEmpty();
    }

    @Test
    void asksOncePerChannelWhenItCountsOnce() {
        var publisher = new Publisher(log, this::countAsked, FOREVER).countingOnce();

        publisher.publish("c", VALUE, Counting.SUBSCRIBERS);
        publisher.publish("c", VALUE, Counting.SUBSCRIBERS);
        publisher.publish("d", VALUE, Counting.SUBSCRIBERS);

        assertThat(asked).hasValue(2);
    }

    private CompletableFuture<OptionalInt> countAsked(String channel) {
        asked.incrementAndGet();
        return counted(7);
    }

    private static CompletableFuture<OptionalInt> counted(int number) {
        return CompletableFuture.completedFuture(OptionalInt.of(number));
    }

    private static PublishOutcome publishTo(AppendOutcome append) {
        return publish(new Publisher(
                (_, _, _) -> CompletableFuture.completedFuture(append), _ -> new CompletableFuture<>(), FOREVER));
    }

    private static PublishOutcome publish(Publisher publisher) {
        return publisher
                .publish("c", VALUE, Counting.SUBSCRIBERS)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}

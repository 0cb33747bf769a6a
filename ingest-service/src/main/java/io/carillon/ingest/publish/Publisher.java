package io.carillon.ingest.publish;

import io.carillon.core.channel.ChannelName;
import io.carillon.core.error.ErrorCode;
import io.carillon.core.log.AppendOutcome;
import io.carillon.core.log.LogAppender;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.PublishKey;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the log, and meanwhile has the subscribers counted. An acknowledged append is accepted however the count
 * goes; a failed one is answered without waiting for the count.
 *
 * <p>Immutable, and safe for use by many threads. Publications of one thread to one channel keep their order.
 */
public final class Publisher {

    /** Whether the publisher of a message wants to know how many hear it. */
    public enum Counting {
        SUBSCRIBERS,
        NOTHING
    }

    private static final CompletionStage<OptionalInt> UNCOUNTED = CompletableFuture.completedStage(OptionalInt.empty());

    private final LogAppender log;
    private final SubscriberCounter counter;
    private final Duration countTimeout;

    /**
     * Makes a publisher.
     *
     * @param log where publications go
     * @param counter who counts subscribers
     * @param countTimeout how long an answer waits for the count, from the start of the request; afterwards the number
     *     is unknown. {@code push.subscribers.timeout.duration}
     */
    public Publisher(LogAppender log, SubscriberCounter counter, Duration countTimeout) {
        this.log = log;
        this.counter = counter;
        this.countTimeout = countTimeout;
    }

    /**
     * Starts to publish a message. The call itself does not wait.
     *
     * @param channel the channel's name as the client gave it, valid or not
     * @param value the JSON value
     * @param counting whether subscribers are to be counted
     * @return what became of it; never completes exceptionally
     */
    public CompletionStage<PublishOutcome> publish(String channel, Payload value, Counting counting) {
        Optional<String> problem = ChannelName.problem(channel);
        if (problem.isPresent()) {
            return CompletableFuture.completedStage(
                    new PublishOutcome.Refused(ErrorCode.INVALID_CHANNEL, problem.get()));
        }
        CompletionStage<AppendOutcome> append = append(channel, value, null);
        CompletionStage<OptionalInt> count = count(channel, counting);
        return append.thenCompose(outcome -> answer(outcome, count));
    }

    /** Returns a publisher to the same log that asks for each channel's subscribers once; meant for one batch. */
    public Publisher countingOnce() {
        return new Publisher(log, new CountOnce(counter), countTimeout);
    }

    /** Returns what becomes of a publish request whose append has ended. */
    static CompletionStage<PublishOutcome> answer(AppendOutcome outcome, CompletionStage<OptionalInt> count) {
        return switch (outcome) {
            case AppendOutcome.Appended appended -> accepted(id(appended), count);
            case AppendOutcome.Unavailable(var why) ->
                CompletableFuture.completedStage(new PublishOutcome.LogUnavailable(why));
            case AppendOutcome.Unknown(var why) ->
                CompletableFuture.completedStage(new PublishOutcome.OutcomeUnknown(why));
            case AppendOutcome.TooLarge(var why) ->
                CompletableFuture.completedStage(new PublishOutcome.Refused(ErrorCode.BODY_TOO_LARGE, why));
        };
    }

    /** Returns what becomes of a message that is in the log, once it is counted who hears it. */
    static CompletionStage<PublishOutcome> accepted(String id, CompletionStage<OptionalInt> count) {
        return count.thenApply(number -> new PublishOutcome.Accepted(id, boxed(number)));
    }

    private static String id(AppendOutcome.Appended appended) {
        return Cursor.at(appended.generation(), appended.timeMillis(), appended.partition(), appended.offset())
                .text();
    }

    private static @Nullable Integer boxed(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    /** A log that breaks its promise and fails may have sent the record before, so that is what we say. */
    CompletionStage<AppendOutcome> append(String channel, Payload value, @Nullable PublishKey key) {
        try {
            return log.append(channel, value, key).exceptionally(Publisher::unknown);
        } catch (RuntimeException e) {
            return CompletableFuture.completedStage(unknown(e));
        }
    }

    private static AppendOutcome unknown(Throwable failure) {
        return new AppendOutcome.Unknown("the log failed: " + failure);
    }

    /** Asks how many hear a channel, if that is wanted; the number is unknown if the answer takes too long. */
    CompletionStage<OptionalInt> count(String channel, Counting counting) {
        if (counting == Counting.NOTHING) {
            return UNCOUNTED;
        }
        try {
            // A copy, so that the counter's own stage is not completed by our impatience.
            return counter.count(channel)
                    .exceptionally(_ -> OptionalInt.empty())
                    .toCompletableFuture()
                    .copy()
                    .completeOnTimeout(OptionalInt.empty(), countTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RuntimeException _) {
            return UNCOUNTED;
        }
    }
}

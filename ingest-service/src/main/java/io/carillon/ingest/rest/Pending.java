package io.carillon.ingest.rest;

import io.carillon.core.publication.Payload;
import io.carillon.core.time.Ticker;
import io.carillon.ingest.publish.KeyedPublisher;
import io.carillon.ingest.publish.PublishOutcome;
import io.carillon.ingest.publish.Publisher;
import io.carillon.ingest.publish.Publisher.Counting;
import io.carillon.runtime.http.ProblemDocument;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A message on its way: published, or refused already. For the thread of its request, which starts as many as it likes
 * before it waits for the first.
 */
final class Pending {

    private static final System.Logger LOGGER = System.getLogger(Pending.class.getName());

    private final CompletableFuture<Answer> answer;

    private Pending(CompletionStage<Answer> answer) {
        this.answer = answer.toCompletableFuture();
    }

    /** Starts to publish what was parsed, and counts it in the metrics once it is done. */
    static Pending start(
            MessageBody.Parsed parsed, Publisher publisher, Counting counting, PublishMetrics metrics, Ticker ticker) {
        return switch (parsed) {
            case MessageBody.Parsed.Invalid(var problem) -> refused(problem, metrics);
            case MessageBody.Parsed.Message(var channel, var value) -> {
                long startNanos = ticker.nanos();
                yield new Pending(publisher.publish(channel, value, counting).thenApply(outcome -> {
                    explain(outcome);
                    Answer answer = Answer.to(outcome, counting);
                    metrics.published(answer.result(), ticker.nanos() - startNanos);
                    return answer;
                }));
            }
        };
    }

    /** Publishes what was parsed under a key, for which it waits, and counts it in the metrics. */
    static Pending keyed(
            MessageBody.Parsed parsed,
            String principal,
            String key,
            KeyedPublisher publisher,
            Counting counting,
            PublishMetrics metrics,
            Ticker ticker) {
        return switch (parsed) {
            case MessageBody.Parsed.Invalid(var problem) -> refused(problem, metrics);
            case MessageBody.Parsed.Message(var channel, var value) -> {
                long startNanos = ticker.nanos();
                PublishOutcome outcome = awaitKeyed(publisher, channel, value, principal, key, counting);
                explain(outcome);
                Answer answer = Answer.to(outcome, counting);
                metrics.published(answer.result(), ticker.nanos() - startNanos);
                yield new Pending(CompletableFuture.completedStage(answer));
            }
        };
    }

    private static PublishOutcome awaitKeyed(
            KeyedPublisher publisher, String channel, Payload value, String principal, String key, Counting counting) {
        try {
            return publisher.publish(channel, value, principal, key, counting);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new PublishOutcome.OutcomeUnknown("the service stops");
        }
    }

    /** Returns a message that is refused without being published. */
    static Pending refused(ProblemDocument problem, PublishMetrics metrics) {
        metrics.refused(problem.code());
        return new Pending(CompletableFuture.completedStage(new Answer.Failure(problem)));
    }

    /** Waits until it is known what became of the message. */
    Answer await() {
        try {
            return answer.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Answer.to(new PublishOutcome.OutcomeUnknown("the service stops"), Counting.NOTHING);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a publisher completes exceptionally", e);
        }
    }

    /** Says in the log why an outcome is what it is, where the client is not told. */
    static void explain(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.LogUnavailable(var why)) {
            LOGGER.log(System.Logger.Level.DEBUG, "A message was refused, since the log is out of reach: {0}", why);
        } else if (outcome instanceof PublishOutcome.KeysUnavailable(var why)) {
            LOGGER.log(System.Logger.Level.DEBUG, "A message was refused, since no owner knows its key: {0}", why);
        } else if (outcome instanceof PublishOutcome.OutcomeUnknown(var why)) {
            LOGGER.log(System.Logger.Level.DEBUG, "A message may or may not be in the log: {0}", why);
        }
    }
}

package io.carillon.ingest.kafka;

import io.carillon.core.log.AppendOutcome;
import io.carillon.core.position.Generation;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * One append under way: turns what the producer reports into an outcome.
 *
 * <p>The outcome is completed on a virtual thread. The producer reports on its only I/O thread, and whatever the
 * publisher has chained to the outcome must not run there.
 */
final class PendingAppend implements Callback {

    private final Generation generation;
    private final Predicate<Generation> stillSameLog;
    private final Thread caller = Thread.currentThread();
    private final CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();

    PendingAppend(Generation generation, Predicate<Generation> stillSameLog) {
        this.generation = generation;
        this.stillSameLog = stillSameLog;
    }

    CompletableFuture<AppendOutcome> outcome() {
        return outcome;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, @Nullable Exception failure) {
        // The producer reports on the sender's own thread only what it could not even queue.
        boolean queued = Thread.currentThread() != caller;
        AppendOutcome result = failure == null ? appended(metadata) : failed(failure, queued);
        outcome.completeAsync(() -> result, Thread::startVirtualThread);
    }

    private AppendOutcome appended(RecordMetadata metadata) {
        if (!metadata.hasOffset()) {
            return new AppendOutcome.Unknown("written, but the log does not say at which offset");
        }
        if (!stillSameLog.test(generation)) {
            return new AppendOutcome.Unknown("the topic was made anew meanwhile");
        }
        return new AppendOutcome.Appended(generation, metadata.partition(), metadata.offset(), metadata.timestamp());
    }

    private static AppendOutcome failed(Exception failure, boolean queued) {
        if (failure instanceof RecordTooLargeException) {
            return new AppendOutcome.TooLarge(String.valueOf(failure.getMessage()));
        }
        String why = KafkaFailure.words(failure);
        boolean nothingWritten = !queued || failure instanceof AuthorizationException;
        return nothingWritten ? new AppendOutcome.Unavailable(why) : new AppendOutcome.Unknown(why);
    }
}

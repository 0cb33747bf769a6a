package io.carillon.ingest.publish;

import io.carillon.core.channel.ChannelName;
import io.carillon.core.error.ErrorCode;
import io.carillon.core.log.AppendOutcome;
import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.PublishKey;
import io.carillon.ingest.publish.Publisher.Counting;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Publishes under idempotency keys: asks the channel's owner, appends, and asks what became of it. What is a repeat, the log
 * decides; this only sees to it that the publisher hears of it, and that most repeats are not even written.
 *
 * <p>Safe for use by many threads, each of which waits for its answer. It remembers only the keys that are under way here.
 */
public final class KeyedPublisher {

    private final Publisher publisher;
    private final KeyOwner owner;
    private final Set<Digest> underWay = ConcurrentHashMap.newKeySet();

    /**
     * Makes a publisher under keys.
     *
     * @param publisher appends and counts
     * @param owner knows the keys
     */
    public KeyedPublisher(Publisher publisher, KeyOwner owner) {
        this.publisher = publisher;
        this.owner = owner;
    }

    /** Returns how many publications are under way under keys. */
    public int underWay() {
        return underWay.size();
    }

    /**
     * Publishes a message, or finds that it was published before; waits for the log and for the owner.
     *
     * @param channel the channel's name as the client gave it, valid or not
     * @param principal who publishes; empty where nobody has to say
     * @param key a valid key
     */
    public PublishOutcome publish(String channel, Payload value, String principal, String key, Counting counting)
            throws InterruptedException {
        Optional<String> problem = ChannelName.problem(channel);
        if (problem.isPresent()) {
            return new PublishOutcome.Refused(ErrorCode.INVALID_CHANNEL, problem.get());
        }
        Digest identity = PublishKey.identity(channel, principal, key);
        if (!underWay.add(identity)) {
            return new PublishOutcome.Refused(
                    ErrorCode.IDEMPOTENCY_KEY_IN_FLIGHT, "Idempotency-Key: a request with it is still under way");
        }
        try {
            return reserve(channel, value, principal, key, counting);
        } catch (ExecutionException e) {
            return new PublishOutcome.OutcomeUnknown(String.valueOf(e.getCause()));
        } finally {
            underWay.remove(identity);
        }
    }

    private PublishOutcome reserve(String channel, Payload value, String principal, String key, Counting counting)
            throws InterruptedException, ExecutionException {
        Digest body = Digest.of(value);
        CompletionStage<OptionalInt> count = publisher.count(channel, counting);
        return switch (owner.reserve(channel, principal, key, body)) {
            case KeyOwner.Known.Fresh(long after) ->
                append(channel, value, new PublishKey(principal, key, body, after), count);
            case KeyOwner.Known.Repeat repeat -> repeat(repeat, count);
            case KeyOwner.Known.Full() ->
                new PublishOutcome.Refused(
                        ErrorCode.IDEMPOTENCY_STORE_FULL, "Idempotency-Key: no room to remember another one");
            case KeyOwner.Known.Unknown(String why) -> new PublishOutcome.KeysUnavailable(why);
            case KeyOwner.Known.First() -> throw new IllegalStateException("nothing was appended yet");
        };
    }

    private PublishOutcome append(String channel, Payload value, PublishKey key, CompletionStage<OptionalInt> count)
            throws InterruptedException, ExecutionException {
        AppendOutcome outcome =
                publisher.append(channel, value, key).toCompletableFuture().get();
        boolean certain = !(outcome instanceof AppendOutcome.Appended appended)
                // Nothing lies between, so nothing can have come before it.
                || appended.offset() == key.after() + 1;
        if (certain) {
            return Publisher.answer(outcome, count).toCompletableFuture().get();
        }
        AppendOutcome.Appended appended = (AppendOutcome.Appended) outcome;
        return switch (owner.judge(channel, key, appended.offset())) {
            case KeyOwner.Known.First() ->
                Publisher.answer(outcome, count).toCompletableFuture().get();
            case KeyOwner.Known.Repeat repeat -> repeat(repeat, count);
            case KeyOwner.Known.Unknown(String why) -> new PublishOutcome.OutcomeUnknown("no verdict: " + why);
            case KeyOwner.Known.Fresh _, KeyOwner.Known.Full _ ->
                throw new IllegalStateException("these answer another question");
        };
    }

    private static PublishOutcome repeat(KeyOwner.Known.Repeat repeat, CompletionStage<OptionalInt> count)
            throws InterruptedException, ExecutionException {
        return repeat.sameBody()
                ? Publisher.accepted(repeat.id(), count).toCompletableFuture().get()
                : new PublishOutcome.Refused(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED, "Idempotency-Key: used before, for another message");
    }
}

package io.carillon.fanout.kafka;

import io.carillon.core.position.Generation;
import io.carillon.core.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers, without waiting for them, where partitions end, and whether the topic is still the same one.
 *
 * <p>A consumer that hears nothing cannot tell a quiet log from a broker that is gone, nor up to when a quiet partition is
 * covered. An end that was asked for after a moment, and is not beyond what was read, proves that everything appended
 * before that moment was read.
 *
 * <p>Threading: {@link #ask} belongs to the live reader's thread; answers arrive on the client's own.
 */
final class LogWatch implements AutoCloseable {

    /** Bounds one question, and so how long a broker that is gone holds up the questions to the others. */
    private static final int ANSWER_LIMIT_MILLIS = 800;

    /** Long enough for one answer that fails and one that is late. */
    private static final Duration CONFIRMED_FOR = Duration.ofSeconds(2);

    /**
     * The end of a partition.
     *
     * @param offset the offset that the next record would have got, counting records of open transactions, so that no time
     *     counts as covered while such a transaction may still bring older ones
     * @param askedAtMillis when the question was sent, by this machine's clock
     */
    record End(long offset, long askedAtMillis) {

        /** Nothing is known yet. */
        static final End UNKNOWN = new End(Long.MAX_VALUE, 0);
    }

    private final Admin admin;
    private final String topic;
    private final Generation generation;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Map<Integer, End> ends = new ConcurrentHashMap<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicReference<@Nullable Generation> successor = new AtomicReference<>();
    private volatile long confirmedNanos;

    LogWatch(Admin admin, String topic, Generation generation, InstantSource clock, Ticker ticker) {
        this.admin = admin;
        this.topic = topic;
        this.generation = generation;
        this.clock = clock;
        this.ticker = ticker;
        this.confirmedNanos = ticker.nanos() - CONFIRMED_FOR.toNanos();
    }

    /** Sends the questions, unless the answers to those before are still awaited. */
    void ask(Collection<Integer> partitions) {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        var _ = CompletableFuture.allOf(askEnds(partitions), askIdentity()).whenComplete((_, _) -> {
            answers.incrementAndGet();
            asking.set(false);
        });
    }

    /** Returns what is known of a partition's end. */
    End end(int partition) {
        return ends.getOrDefault(partition, End.UNKNOWN);
    }

    /** Returns a number that grows whenever more is known. */
    long answers() {
        return answers.get();
    }

    /** Returns the generation that has taken the place of ours, since the topic was made anew. */
    Optional<Generation> successor() {
        return Optional.ofNullable(successor.get());
    }

    /** Returns whether the brokers said lately that the topic is still the same one. */
    boolean isConfirmed() {
        return successor.get() == null && ticker.nanos() - confirmedNanos < CONFIRMED_FOR.toNanos();
    }

    private CompletableFuture<?> askEnds(Collection<Integer> partitions) {
        Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
        partitions.forEach(partition -> questions.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
        var options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(ANSWER_LIMIT_MILLIS);
        long askedAtMillis = clock.millis();
        ListOffsetsResult result = admin.listOffsets(questions, options);
        for (TopicPartition asked : questions.keySet()) {
            var _ = result.partitionResult(asked).whenComplete((found, _) -> {
                if (found != null) {
                    ends.put(asked.partition(), new End(found.offset(), askedAtMillis));
                }
            });
        }
        return result.all().toCompletionStage().toCompletableFuture();
    }

    private CompletableFuture<?> askIdentity() {
        var options = new DescribeTopicsOptions().timeoutMs(ANSWER_LIMIT_MILLIS);
        return admin.describeTopics(List.of(topic), options)
                .allTopicNames()
                .toCompletionStage()
                .thenAccept(found -> found.values().forEach(this::compare))
                .toCompletableFuture();
    }

    private void compare(TopicDescription description) {
        Generation found = Generation.of(
                description.topicId().toString(), description.partitions().size());
        if (found.equals(generation)) {
            confirmedNanos = ticker.nanos();
        } else {
            successor.set(found);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}

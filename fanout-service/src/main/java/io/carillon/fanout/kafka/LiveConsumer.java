package io.carillon.fanout.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The consumer behind {@link LiveReader}: keeps what is assigned, where it reads and what is paused in line with the
 * followings.
 *
 * <p>Threading: {@link #wake} may be called by any thread, everything else by the reader's alone.
 */
final class LiveConsumer implements AutoCloseable {

    private static final Duration OFFSETS_LIMIT = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private Map<Integer, Following> followings = Map.of();

    LiveConsumer(Map<String, Object> settings, String topic, FetchClock fetches) {
        this.consumer = new KafkaConsumer<>(settings);
        this.topic = topic;
        fetches.watch(consumer);
    }

    /** Returns what is followed, by partition. */
    Map<Integer, Following> followings() {
        return followings;
    }

    /** Returns whether there is anything to fetch. */
    boolean fetching() {
        return followings.values().stream().anyMatch(following -> !following.paused());
    }

    /** Follows these and nothing else. Partitions that stay are not disturbed. */
    void follow(Map<Integer, Following> wanted) {
        Map<Integer, Following> before = followings;
        followings = Map.copyOf(wanted);
        consumer.assign(followings.keySet().stream().map(this::at).toList());
        followings.forEach((partition, following) -> {
            if (before.get(partition) != following) {
                seek(at(partition), following);
            }
        });
        consumer.pause(select(true));
        consumer.resume(select(false));
    }

    private void seek(TopicPartition partition, Following following) {
        if (following.next() == Following.AT_END) {
            consumer.seekToEnd(Set.of(partition));
        } else {
            consumer.seek(partition, following.next());
        }
    }

    private Collection<TopicPartition> select(boolean paused) {
        return followings.entrySet().stream()
                .filter(entry -> entry.getValue().paused() == paused)
                .map(entry -> at(entry.getKey()))
                .toList();
    }

    /** Returns what has arrived, waiting for it if nothing has; nothing as well when woken. */
    ConsumerRecords<byte[], byte[]> poll(Duration wait) {
        try {
            return consumer.poll(wait);
        } catch (WakeupException _) {
            return ConsumerRecords.empty();
        }
    }

    /** Ends the wait of {@link #poll}, or the next one. */
    void wake() {
        consumer.wakeup();
    }

    /** Returns whether the end of a partition that is to be followed from there is not known yet. */
    boolean isSettling() {
        return followings.values().stream().anyMatch(following -> following.next() == Following.AT_END);
    }

    /** Finds out where those begin that are to begin at the log's end, as far as brokers have answered. */
    void settleEnds() {
        followings.forEach((partition, following) -> {
            if (following.next() == Following.AT_END) {
                try {
                    following.beginAt(consumer.position(at(partition), Duration.ZERO));
                } catch (TimeoutException | WakeupException _) {
                    // Not known yet; the answer is on its way, and the next turn looks again.
                }
            }
        });
    }

    /** Goes on from the nearest place where the log no longer has the next one, and tells the listeners. */
    void mend(OffsetOutOfRangeException failure) {
        Map<TopicPartition, Long> nearest = new HashMap<>();
        if (failure instanceof LogTruncationException truncation) {
            truncation.divergentOffsets().forEach((partition, offset) -> nearest.put(partition, offset.offset()));
        }
        Set<TopicPartition> unknown = failure.partitions().stream()
                .filter(partition -> !nearest.containsKey(partition))
                .collect(Collectors.toSet());
        Map<TopicPartition, Long> earliest = consumer.beginningOffsets(unknown, OFFSETS_LIMIT);
        Map<TopicPartition, Long> ends = consumer.endOffsets(unknown, OFFSETS_LIMIT);
        for (TopicPartition partition : unknown) {
            Following following = followings.get(partition.partition());
            Long first = earliest.get(partition);
            Long end = ends.get(partition);
            if (following != null && first != null && end != null) {
                nearest.put(partition, Math.clamp(following.next(), first, end));
            }
        }
        nearest.forEach(this::move);
    }

    private void move(TopicPartition partition, long offset) {
        Following following = followings.get(partition.partition());
        if (following != null) {
            consumer.seek(partition, offset);
            following.moveTo(offset);
        }
    }

    private TopicPartition at(int partition) {
        return new TopicPartition(topic, partition);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}

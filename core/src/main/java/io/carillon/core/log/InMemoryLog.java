package io.carillon.core.log;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.publication.PublishKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The log without brokers, which defines what its ports mean. Safe for use by many threads.
 *
 * <p>Appending and reading back happen at once. Listeners hear nothing by themselves: {@link #deliver} brings every
 * followed partition up to date on the caller's thread, so that a test or a simulation decides when the log is heard.
 * What befalls real logs can be made to happen: {@link #answerAppendsWith appends fail}, {@link #skip offsets are spent
 * on records that nobody hears}, {@link #forgetBefore retention removes the beginning}, {@link #cutBackTo the end gets
 * lost}.
 */
public final class InMemoryLog implements LogAppender, LogFollower, LogHistory {

    /** Most publications in one call to a listener. */
    public static final int DELIVERY_LIMIT = 1000;

    private final Generation generation;
    private final InstantSource clock;

    /** Guards everything below; never held while a listener is called. */
    private final Object lock = new Object();

    private final List<MemoryPartition> partitions = new ArrayList<>();
    private final TreeMap<Integer, Following> followings = new TreeMap<>();
    private @Nullable AppendOutcome appendAnswer;

    private static final class Following {
        final LogListener listener;
        long next;
        long timeMillis;
        boolean paused;

        Following(LogListener listener, long next) {
            this.listener = listener;
            this.next = next;
        }
    }

    public InMemoryLog(Generation generation, InstantSource clock) {
        this.generation = generation;
        this.clock = clock;
        for (int partition = 0; partition < generation.partitionCount(); partition++) {
            partitions.add(new MemoryPartition());
        }
    }

    /** Returns the identity of this log. */
    public Generation generation() {
        return generation;
    }

    @Override
    public CompletionStage<AppendOutcome> append(String channel, Payload value, @Nullable PublishKey key) {
        synchronized (lock) {
            if (appendAnswer != null) {
                return CompletableFuture.completedFuture(appendAnswer);
            }
            int number = Partitioner.partitionOf(channel, generation.partitionCount());
            MemoryPartition partition = partitions.get(number);
            long timeMillis = Math.max(clock.millis(), partition.lastMillis());
            long offset = partition.end();
            partition.add(timeMillis, new Publication(channel, number, offset, timeMillis, value, key));
            return CompletableFuture.completedFuture(
                    new AppendOutcome.Appended(generation, number, offset, timeMillis));
        }
    }

    /** Writes nothing from now on and answers every append with this; {@code null} makes the log well again. */
    public void answerAppendsWith(@Nullable AppendOutcome outcome) {
        synchronized (lock) {
            appendAnswer = outcome;
        }
    }

    /** Spends one offset on a record that no listener hears, as transaction markers and broken records do. */
    public void skip(int partition) {
        synchronized (lock) {
            MemoryPartition skipped = partitions.get(partition);
            skipped.add(Math.max(clock.millis(), skipped.lastMillis()), null);
        }
    }

    /** Removes all records before an offset, as retention does. */
    public void forgetBefore(int partition, long offset) {
        synchronized (lock) {
            partitions.get(partition).forgetBefore(offset);
        }
    }

    /** Removes all records from an offset on, as the loss of the last replica in sync does. */
    public void cutBackTo(int partition, long offset) {
        synchronized (lock) {
            partitions.get(partition).cutBackTo(offset);
        }
    }

    @Override
    public void own(int partition, long after, LogListener listener) {
        synchronized (lock) {
            followings.put(partition, new Following(listener, after + 1));
        }
    }

    @Override
    public void ownFromEnd(int partition, LogListener listener) {
        synchronized (lock) {
            followings.put(
                    partition, new Following(listener, partitions.get(partition).end()));
        }
    }

    @Override
    public void release(int partition) {
        synchronized (lock) {
            followings.remove(partition);
        }
    }

    @Override
    public void pause(int partition, LogListener listener) {
        setPaused(partition, listener, true);
    }

    @Override
    public void resume(int partition, LogListener listener) {
        setPaused(partition, listener, false);
    }

    private void setPaused(int partition, LogListener listener, boolean paused) {
        synchronized (lock) {
            Following following = followings.get(partition);
            if (following != null && following.listener.equals(listener)) {
                following.paused = paused;
            }
        }
    }

    @Override
    public Duration fetchAge() {
        return Duration.ZERO;
    }

    @Override
    public boolean isConfirmed() {
        return true;
    }

    /**
     * Calls the listener of every followed partition that is not paused, once, in order of partition.
     *
     * @return whether any of them heard of something new, so that a test can go on until all is heard
     */
    public boolean deliver() {
        List<Integer> followed;
        synchronized (lock) {
            followed = List.copyOf(followings.keySet());
        }
        boolean moved = false;
        for (int partition : followed) {
            moved |= deliver(partition);
        }
        return moved;
    }

    private boolean deliver(int number) {
        Following following;
        List<Publication> publications = List.of();
        long from;
        long next;
        long timeMillis;
        boolean lost;
        synchronized (lock) {
            following = followings.get(number);
            if (following == null || following.paused) {
                return false;
            }
            MemoryPartition partition = partitions.get(number);
            from = following.next;
            lost = partition.nearest(from) != from;
            if (lost) {
                next = partition.nearest(from);
            } else {
                next = Math.min(partition.end(), from + DELIVERY_LIMIT);
                publications = partition.publications(from, next);
                following.timeMillis = Math.max(
                        following.timeMillis, next == partition.end() ? clock.millis() : partition.millisOf(next - 1));
            }
            following.next = next;
            timeMillis = following.timeMillis;
        }
        if (lost) {
            following.listener.lost(number, from, next);
        } else {
            following.listener.advanced(number, publications, next - 1, timeMillis);
        }
        return next != from;
    }

    @Override
    public HistoryPage read(int partition, long after, long until, int maxBytes) {
        synchronized (lock) {
            return partitions.get(partition).read(after, until, maxBytes);
        }
    }

    /** Returns what a partition still holds from an offset on, in log order. */
    public List<Publication> read(int partition, long fromOffset) {
        synchronized (lock) {
            MemoryPartition held = partitions.get(partition);
            return held.publications(held.nearest(fromOffset), held.end());
        }
    }

    /** Returns everything that the log still holds on a channel, in log order. */
    public List<Publication> read(String channel) {
        int partition = Partitioner.partitionOf(channel, generation.partitionCount());
        return read(partition, 0).stream()
                .filter(publication -> publication.channel().equals(channel))
                .toList();
    }

    @Override
    public long offsetAtTime(int partition, long timeMillis) {
        synchronized (lock) {
            return partitions.get(partition).offsetAtTime(timeMillis);
        }
    }

    @Override
    public long earliest(int partition) {
        synchronized (lock) {
            return partitions.get(partition).earliest();
        }
    }

    @Override
    public long end(int partition) {
        synchronized (lock) {
            return partitions.get(partition).end();
        }
    }
}

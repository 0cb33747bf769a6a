package io.carillon.core.log;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The log that defines what a log means, in memory: partitions keep everything in the order of the appends, and an
 * append has happened when the call returns.
 *
 * <p>It has no limit and is lost with the process, so it is for tests and simulations. Safe for use by many threads.
 */
public final class InMemoryLog implements LogAppender {

    private final Generation generation;
    private final InstantSource clock;
    private final List<List<Publication>> partitions;

    /**
     * Makes an empty log.
     *
     * @param generation its identity, which also says how many partitions it has
     * @param clock stamps what is appended
     */
    public InMemoryLog(Generation generation, InstantSource clock) {
        this.generation = generation;
        this.clock = clock;
        List<List<Publication>> empty = new ArrayList<>();
        for (int i = 0; i < generation.partitionCount(); i++) {
            empty.add(new ArrayList<>());
        }
        this.partitions = List.copyOf(empty);
    }

    @Override
    public CompletionStage<AppendOutcome> append(String channel, Payload value) {
        int partition = Partitioner.partitionOf(channel, generation.partitionCount());
        List<Publication> publications = partitions.get(partition);
        synchronized (publications) {
            int offset = publications.size();
            var publication = new Publication(channel, partition, offset, clock.millis(), value);
            publications.add(publication);
            return CompletableFuture.completedFuture(
                    new AppendOutcome.Appended(generation, partition, offset, publication.timeMillis()));
        }
    }

    /** Returns what a partition holds from an offset on, in log order. */
    public List<Publication> read(int partition, long fromOffset) {
        List<Publication> publications = partitions.get(partition);
        synchronized (publications) {
            int from = Math.toIntExact(Math.min(fromOffset, publications.size()));
            return List.copyOf(publications.subList(from, publications.size()));
        }
    }

    /** Returns everything the log holds on a channel, in log order. */
    public List<Publication> read(String channel) {
        int partition = Partitioner.partitionOf(channel, generation.partitionCount());
        return read(partition, 0).stream()
                .filter(publication -> publication.channel().equals(channel))
                .toList();
    }

    /** Returns the identity of this log. */
    public Generation generation() {
        return generation;
    }
}

package io.carillon.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class InMemoryLogTest {

    private final Generation generation = Generation.of("log", 4);
    private final InMemoryLog log = new InMemoryLog(generation, InstantSource.fixed(Instant.ofEpochMilli(5)));

    @Test
    void numbersThePublicationsOfAPartitionInTheOrderOfTheirAppends() {
        int partition = Partitioner.partitionOf("a", 4);

        var first = log.append("a", Payload.of("1"));
        var second = log.append("a", Payload.of("2"));

        assertThat(first).isCompletedWithValue(new AppendOutcome.Appended(generation, partition, 0, 5));
        assertThat(second).isCompletedWithValue(new AppendOutcome.Appended(generation, partition, 1, 5));
        assertThat(log.read("a"))
                .containsExactly(
                        new Publication("a", partition, 0, 5, Payload.of("1")),
                        new Publication("a", partition, 1, 5, Payload.of("2")));
    }

    @Test
    void readsFromAnOffsetOn() {
        int partition = Partitioner.partitionOf("a", 4);
        log.append("a", Payload.of("1"));
        log.append("a", Payload.of("2"));

        assertThat(log.read(partition, 1)).extracting(Publication::value).containsExactly(Payload.of("2"));
        assertThat(log.read(partition, 9)).isEmpty();
    }
}

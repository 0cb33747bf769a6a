package io.carillon.core.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected numbers are what {@code Utils.murmur2} and {@code Utils.toPositive} of kafka-clients 4.4.0 return. */
class PartitionerTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\", 275646681, 25",
                "a, -1563381124, 60",
                "ab, 316155434, 42",
                "abc, 479470107, 27",
                "21, -973932308, 44",
                "foobar, -790332482, 62",
                "qwerty, -2867285, 43",
                "a-little-bit-long-string, -985981536, 32",
                "a-little-bit-longer-string, -1486304829, 3",
                "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971, 13",
                "Zürich, -1551140815, 49",
                "\uD83D\uDD14, -262570431, 1"
            })
    void mapsAsKafkasJavaProducerDoes(String channel, int hash, int partitionOf64) {
        assertThat(Partitioner.murmur2(channel.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(hash);
        assertThat(Partitioner.partitionOf(channel, 64)).isEqualTo(partitionOf64);
    }

    @Test
    void putsEverythingIntoTheOnlyPartition() {
        assertThat(Partitioner.partitionOf("qwerty", 1)).isZero();
    }

    @Test
    void needsAPartition() {
        assertThatThrownBy(() -> Partitioner.partitionOf("qwerty", 0)).hasMessage("partitionCount: 0 (expected: >= 1)");
    }
}

package io.carillon.fanout.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubscriberCountsTest {

    private final SubscriberCounts counts = new SubscriberCounts();

    @Test
    void addsUpOverEdges() {
        counts.add("a", 2);
        counts.add("a", 3);
        counts.add("b", 1);

        assertThat(counts.of("a")).isEqualTo(5);
        assertThat(counts.of("b")).isEqualTo(1);
        assertThat(counts.of("c")).isZero();
    }

    @Test
    void forgetsChannelsWithoutConnections() {
        counts.add("a", 2);
        counts.add("a", -2);
        counts.add("b", 0);

        assertThat(counts.of("a")).isZero();
        assertThat(counts.channels()).isZero();
    }
}

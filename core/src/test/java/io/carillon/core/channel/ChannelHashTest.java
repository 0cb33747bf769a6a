package io.carillon.core.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChannelHashTest {

    @Test
    void isTheBeginningOfTheNamesSha256() {
        // printf news | sha256sum
        assertThat(ChannelHash.of("news")).isEqualTo(0x19fba0e995b9L);
    }

    @Test
    void countsBytesOfUtf8() {
        // printf 'é' | sha256sum
        assertThat(ChannelHash.of("\u00e9")).isEqualTo(0x4a99557e4033L);
    }
}

package io.carillon.core.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GenerationTest {

    @Test
    void isTheSameForTheSameLog() {
        assertThat(Generation.of("s8cFnYb2Q3mQ0o8n3mZk3g", 64)).isEqualTo(Generation.of("s8cFnYb2Q3mQ0o8n3mZk3g", 64));
    }

    @Test
    void isAnotherForARecreatedTopicOrAnotherPartitionCount() {
        String id = Generation.of("s8cFnYb2Q3mQ0o8n3mZk3g", 64).id();

        assertThat(Generation.of("s8cFnYb2Q3mQ0o8n3mZk3h", 64).id()).isNotEqualTo(id);
        assertThat(Generation.of("s8cFnYb2Q3mQ0o8n3mZk3g", 65).id()).isNotEqualTo(id);
    }

    @Test
    void hasAnIdThatACursorCanCarry() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(Generation.of("topic" + i, 64).id()).matches("[0-9a-z]{8}");
        }
    }

    @Test
    void hasFrom1To4096Partitions() {
        assertThat(new Generation("00000000", 4096).partitionCount()).isEqualTo(4096);
        assertThatThrownBy(() -> new Generation("00000000", 0)).hasMessage("partitionCount: 0 (expected: 1 to 4096)");
        assertThatThrownBy(() -> new Generation("00000000", 4097))
                .hasMessage("partitionCount: 4097 (expected: 1 to 4096)");
        assertThatThrownBy(() -> new Generation("0000000", 1))
                .hasMessage("id: 0000000 (expected: 8 characters of 0-9 and a-z)");
    }
}

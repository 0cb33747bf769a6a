package io.carillon.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseParserTest {

    private final SseParser parser = new SseParser();

    @Test
    void readsAnEventAsTheServiceWritesIt() {
        assertThat(read("id:7", "event:message", "data:{\"channel\":\"c\",\"message\":1}", ""))
                .containsExactly(new Heard.Event("message", "{\"channel\":\"c\",\"message\":1}", "7"));
    }

    @Test
    void readsAnEventAsOthersWriteIt() {
        assertThat(read(": comment", "data: one", "data:  two", "unknown: x", "data", ""))
                .containsExactly(new Heard.Event("message", "one\n two\n", ""));
    }

    @Test
    void takesTheIdAlongUntilItChanges() {
        assertThat(read("id:1", "data:a", "", "data:b", "", "id:2", "", "data:c", ""))
                .containsExactly(
                        new Heard.Event("message", "a", "1"),
                        new Heard.Event("message", "b", "1"),
                        new Heard.Event("message", "c", "2"));
    }

    @Test
    void forgetsTheNameOfAnEventWithoutData() {
        assertThat(read("event:heartbeat", "", "data:a", "")).containsExactly(new Heard.Event("message", "a", ""));
    }

    @Test
    void readsTheRetryAdviceAndNothingElseThere() {
        assertThat(read("retry:3127", "retry:soon", "retry:-1"))
                .containsExactly(new Heard.RetryAdvice(Duration.ofMillis(3127)));
    }

    private List<Heard> read(String... lines) {
        return Arrays.stream(lines).map(parser::take).flatMap(Optional::stream).toList();
    }
}

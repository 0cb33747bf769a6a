package io.carillon.edge.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Gap;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The id line and the chunk are ours; what lies between is byte for byte what clients of Push know. */
class SseFramingTest {

    private static final byte[] ID = "1.0k3f92ab.0.3:17".getBytes(StandardCharsets.US_ASCII);

    private final SseFraming framing = SseFraming.INSTANCE;

    @Test
    void writesAHeartbeat() {
        assertThat(text(framing.heartbeat(ID)))
                .isEqualTo(chunk("2e", "id:1.0k3f92ab.0.3:17", "event:heartbeat", "data:{}"));
    }

    @Test
    void writesAMessageWithItsValueAsItWasPublished() {
        var event = Event.of(new Publication("a\"b", 3, 17, 0, Payload.of("{\"n\":1.50,\"s\":\"\\u00fc\"}")));

        assertThat(text(framing.message(ID, event)))
                .isEqualTo(chunk(
                        "5e",
                        "id:1.0k3f92ab.0.3:17",
                        "event:message",
                        "data:{\"channel\":\"a\\\"b\",\"message\":{\"n\":1.50,\"s\":\"\\u00fc\"}}"));
    }

    @Test
    void countsBytesAndNotCharacters() {
        var event = Event.of(new Publication("ü", 3, 17, 0, Payload.of("\"ö\"")));

        assertThat(text(framing.message(ID, event)))
                .isEqualTo(chunk(
                        "49", "id:1.0k3f92ab.0.3:17", "event:message", "data:{\"channel\":\"ü\",\"message\":\"ö\"}"));
    }

    @Test
    void saysWhyToReconnect() {
        assertThat(text(framing.reconnect(ID, EndReason.DRAINING)))
                .isEqualTo(chunk("41", "id:1.0k3f92ab.0.3:17", "event:reconnect", "data:{\"reason\":\"draining\"}"));
    }

    @Test
    void tellsOfAGap() {
        var gap = new Gap("a", "1.0k3f92ab.0.3:5", "1.0k3f92ab.0.3:17", Gap.Reason.SLOW_CONSUMER);

        assertThat(text(framing.gap(ID, gap)))
                .isEqualTo(
                        chunk(
                                "81",
                                "id:1.0k3f92ab.0.3:17",
                                "event:gap",
                                "data:{\"channel\":\"a\",\"from\":\"1.0k3f92ab.0.3:5\",\"to\":\"1.0k3f92ab.0.3:17\",\"reason\":\"slow-consumer\"}"));
    }

    @Test
    void opensWithTheWaitAndEndsWithTheLastChunk() {
        assertThat(text(SseFraming.retry(3127))).isEqualTo("c\r\nretry:3127\n\n\r\n");
        assertThat(text(framing.end(EndReason.LIFETIME))).isEqualTo("0\r\n\r\n");
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    /** Returns one event in one chunk, whose size in bytes is written out in hexadecimal. */
    private static String chunk(String size, String... lines) {
        return size + "\r\n" + String.join("\n", lines) + "\n\n\r\n";
    }
}

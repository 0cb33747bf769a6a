package io.carillon.edge.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.testkit.client.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 81 00",
        "1, 81 01",
        "125, 81 7d",
        "126, 81 7e 007e",
        "65535, 81 7e ffff",
        "65536, 81 7f 0000000000010000",
        "2147483647, 81 7f 000000007fffffff"
    })
    void tellsALengthInAsFewBytesAsItTakes(int payloadBytes, String header) {
        byte[] expected = Bytes.ofHex(header).array();
        byte[] target = new byte[expected.length + 2];

        int end = Frames.putHeader(Opcode.TEXT, payloadBytes, target, 1);

        assertThat(Frames.headerBytes(payloadBytes)).isEqualTo(expected.length);
        assertThat(end).isEqualTo(1 + expected.length);
        assertThat(target).startsWith(0).containsSequence(expected).endsWith(0);
    }

    @Test
    void joinsTheSharedPartAndTheConnectionsOwn() {
        byte[] shared = "{\"event\":\"message\"".getBytes(UTF_8);
        byte[] own = ",\"id\":\"1\"}".getBytes(UTF_8);

        byte[] frame = Frames.text(shared, own);

        assertThat(frame).startsWith(0x81, 28);
        assertThat(new String(frame, 2, frame.length - 2, UTF_8)).isEqualTo("{\"event\":\"message\",\"id\":\"1\"}");
    }

    @Test
    void makesTheFramesOfEachKind() {
        byte[] payload = {1, 2, 3, 4};

        assertThat(Frames.binary(payload))
                .isEqualTo(Bytes.ofHex("82 04 01020304").array());
        assertThat(Frames.ping(payload)).isEqualTo(Bytes.ofHex("89 04 01020304").array());
        assertThat(Frames.pong(payload, 1, 2))
                .isEqualTo(Bytes.ofHex("8a 02 0203").array());
        assertThat(Frames.close(CloseCode.TOO_FAST, "ab"))
                .isEqualTo(Bytes.ofHex("88 04 114d 6162").array());
    }

    @Test
    void refusesAPingLongerThan125Bytes() {
        assertThat(Frames.ping(new byte[125])).hasSize(127);
        assertThatThrownBy(() -> Frames.ping(new byte[126]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("length: 126 (expected: at most 125)");
    }

    @Test
    void answersACloseWithTheSame() {
        assertThat(Frames.closeReply(3000, "x"))
                .isEqualTo(Bytes.ofHex("88 03 0bb8 78").array());
        assertThat(Frames.closeReply(CloseCode.ABSENT, ""))
                .isEqualTo(Bytes.ofHex("88 00").array());
    }

    @Test
    void keepsAReasonOf123Bytes() {
        String reason = "a".repeat(119) + "🔔";

        assertThat(reasonOf(Frames.close(CloseCode.NORMAL, reason))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"123, 123", "122, 122", "121, 121", "120, 120", "119, 123", "118, 122"})
    void cutsALongReasonOnTheBorderOfACodePoint(int asciiBytes, int keptBytes) {
        String reason = "a".repeat(asciiBytes) + "🔔🔔";

        String kept = reasonOf(Frames.close(CloseCode.NORMAL, reason));

        assertThat(kept.getBytes(UTF_8)).hasSize(keptBytes);
        assertThat(reason).startsWith(kept);
    }

    private static String reasonOf(byte[] close) {
        assertThat(close[1]).isEqualTo((byte) (close.length - 2));
        return new String(close, 4, close.length - 4, UTF_8);
    }
}

package io.carillon.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever bytes a WebSocket client sends, in whatever pieces they come, the same is read out of them. */
class FrameReaderFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void piecesMakeNoDifference(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        assertThat(Conversation.inPiecesOf(1 + (bytes[0] & 7), bytes)).isEqualTo(Conversation.of(bytes));
    }
}

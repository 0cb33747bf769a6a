package io.carillon.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.ClientFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of RFC 6455 and of the limits, on both sides of its border. */
class FrameRulesTest {

    private static final Bytes EMPTY = Bytes.NONE;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7})
    void refusesReservedBits(int bits) {
        assertThat(Conversation.of(ClientFrame.text("x").withReservedBits(bits)))
                .containsExactly("failed 1002 reserved bits: " + bits + " (expected: 0)");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void refusesReservedOpcodes(int opcode) {
        assertThat(Conversation.of(ClientFrame.of(opcode, EMPTY)))
                .containsExactly("failed 1002 opcode: " + opcode + " (expected: 0 to 2 or 8 to 10)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 9, 10})
    void refusesUnmaskedFramesOfEveryKind(int opcode) {
        assertThat(Conversation.of(ClientFrame.of(opcode, EMPTY).unmasked()))
                .containsExactly("failed 1002 client frame: not masked (expected: masked)");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10})
    void refusesFragmentsOfControlFrames(int opcode) {
        assertThat(Conversation.of(ClientFrame.of(opcode, EMPTY).unfinished()))
                .containsExactly("failed 1002 control frame: a fragment (expected: whole)");
    }

    @Test
    void takesControlFramesOf125BytesAndNoLonger() {
        assertThat(Conversation.of(ClientFrame.ping(zeros(125)))).containsExactly("ping " + "00".repeat(125));
        assertThat(Conversation.of(ClientFrame.ping(zeros(126))))
                .containsExactly("failed 1002 control frame: longer than 125 bytes (expected: at most 125)");
        assertThat(Conversation.of(ClientFrame.close(1000, "r".repeat(123))))
                .containsExactly("close 1000 " + "r".repeat(123));
        assertThat(Conversation.of(ClientFrame.close(1000, "r".repeat(124))))
                .containsExactly("failed 1002 control frame: longer than 125 bytes (expected: at most 125)");
    }

    @Test
    void refusesAContinuationOfNothing() {
        String refusal = "failed 1002 continuation frame: no message to continue (expected: text or binary)";

        assertThat(Conversation.of(ClientFrame.continuation(EMPTY))).containsExactly(refusal);
        assertThat(Conversation.of(ClientFrame.text("whole"), ClientFrame.continuation(EMPTY)))
                .containsExactly("text whole", refusal);
        assertThat(Conversation.of(
                        ClientFrame.text("a").unfinished(),
                        ClientFrame.continuation(Bytes.of("b")),
                        ClientFrame.continuation(EMPTY)))
                .containsExactly("text ab", refusal);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesANewMessageInsideAFragmentedOne(int opcode) {
        assertThat(Conversation.of(ClientFrame.text("a").unfinished(), ClientFrame.of(opcode, EMPTY)))
                .containsExactly("failed 1002 data frame: inside a fragmented message (expected: continuation)");
    }

    @Test
    void refusesALengthInMoreBytesThanItTakes() {
        assertThat(Conversation.of(ClientFrame.text("x".repeat(125)).announcing(125, 2)))
                .containsExactly("failed 1002 frame length: 125 in 2 bytes (expected: fewer)");
        assertThat(Conversation.of(ClientFrame.text("x".repeat(126)).announcing(126, 2)))
                .containsExactly("text " + "x".repeat(126));
        assertThat(Conversation.of(ClientFrame.text(EMPTY).announcing(65_535, 8)))
                .containsExactly("failed 1002 frame length: 65535 in 8 bytes (expected: fewer)");
    }

    @Test
    void refusesALengthOf64Bits() {
        assertThat(Conversation.of(ClientFrame.text(EMPTY).announcing(Long.MIN_VALUE, 8)))
                .containsExactly("failed 1002 frame length: 2^63 or more (expected: less)");
    }

    @ParameterizedTest
    @CsvSource({"1001, 2", "65536, 8", "2147483648, 8", "9223372036854775807, 8"})
    void refusesAFrameAboveTheLimitByItsHeaderAlone(long announced, int lengthBytes) {
        byte[] frame =
                ClientFrame.binary(EMPTY).announcing(announced, lengthBytes).bytes();
        byte[] withoutMask = Arrays.copyOf(frame, frame.length - Integer.BYTES);

        assertThat(Conversation.of(withoutMask))
                .containsExactly("failed 1009 frame: " + announced + " bytes (expected: at most 1000)");
    }

    @Test
    void takesAFrameOfExactlyTheLimit() {
        assertThat(Conversation.of(ClientFrame.text("x".repeat(1_000)))).containsExactly("text " + "x".repeat(1_000));
    }

    @Test
    void takesAMessageOfExactlyTheLimitAndRefusesAByteMoreByTheHeader() {
        ClientFrame half = ClientFrame.text("x".repeat(1_000)).unfinished();

        assertThat(Conversation.of(half, ClientFrame.continuation(Bytes.of("y".repeat(1_000)))))
                .containsExactly("text " + "x".repeat(1_000) + "y".repeat(1_000));
        assertThat(Conversation.of(
                        half,
                        ClientFrame.continuation(Bytes.of("y".repeat(999))).unfinished(),
                        ClientFrame.continuation(EMPTY).announcing(2, 0)))
                .containsExactly("failed 1009 message: 2001 bytes (expected: at most 2000)");
    }

    @Test
    void boundsTheEmptyFragmentsOfAMessage() {
        List<ClientFrame> frames = new ArrayList<>(List.of(
                ClientFrame.text("").unfinished(),
                ClientFrame.continuation(EMPTY).unfinished(),
                ClientFrame.continuation(EMPTY).unfinished()));
        List<ClientFrame> oneMore = new ArrayList<>(frames);
        frames.add(ClientFrame.continuation(EMPTY));
        oneMore.add(ClientFrame.continuation(EMPTY).unfinished());
        List<ClientFrame> twice = new ArrayList<>(frames);
        twice.addAll(frames);

        assertThat(Conversation.of(twice.toArray(ClientFrame[]::new))).containsExactly("text ", "text ");
        assertThat(Conversation.of(oneMore.toArray(ClientFrame[]::new)))
                .containsExactly("failed 1008 empty fragments: more than 3 in one message");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void takesCloseCodesThatAClientMaySend(int code) {
        assertThat(Conversation.of(ClientFrame.close(code, "why"))).containsExactly("close " + code + " why");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void refusesCloseCodesThatNobodySends(int code) {
        assertThat(Conversation.of(ClientFrame.close(code, "why")))
                .containsExactly("failed 1002 close code: " + code + " (expected: one that a client may send)");
    }

    @Test
    void tellsACloseWithoutACodeFromHalfACode() {
        assertThat(Conversation.of(ClientFrame.close(EMPTY))).containsExactly("close 1005 ");
        assertThat(Conversation.of(ClientFrame.close(Bytes.ofHex("03"))))
                .containsExactly("failed 1002 close frame: 1 byte (expected: none, or a code of 2 bytes)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"03e8 ff", "03e8 c3", "03e8 eda080"})
    void refusesACloseReasonThatIsNotUtf8(String body) {
        assertThat(Conversation.of(ClientFrame.close(Bytes.ofHex(body))))
                .containsExactly("failed 1007 close reason: not UTF-8");
    }

    @Test
    void findsInvalidTextAtItsFirstOffendingByte() {
        byte[] frame = ClientFrame.text(Bytes.ofHex("ceba e1bdb9 cf83 f4 90 80 80 656469746564"))
                .bytes();
        int upToTheOffence = 6 + 7 + 2;

        assertThat(Conversation.of(Arrays.copyOf(frame, upToTheOffence - 1))).isEmpty();
        assertThat(Conversation.of(Arrays.copyOf(frame, upToTheOffence)))
                .containsExactly("failed 1007 text: not UTF-8");
    }

    @Test
    void refusesTextThatEndsInsideACodePoint() {
        assertThat(Conversation.of(ClientFrame.text(Bytes.ofHex("41 e2 82"))))
                .containsExactly("failed 1007 text: not UTF-8");
        assertThat(Conversation.of(
                        ClientFrame.text(Bytes.ofHex("e2")).unfinished(), ClientFrame.continuation(Bytes.ofHex("82"))))
                .containsExactly("failed 1007 text: not UTF-8");
        assertThat(Conversation.of(
                        ClientFrame.text(Bytes.ofHex("e2 82")).unfinished(), ClientFrame.continuation(EMPTY)))
                .containsExactly("failed 1007 text: not UTF-8");
    }

    @Test
    void takesAnyBytesInBinaryMessages() {
        assertThat(Conversation.of(ClientFrame.binary(Bytes.ofHex("ff fe 80")))).containsExactly("binary fffe80");
    }

    private static Bytes zeros(int count) {
        return Bytes.of(new byte[count]);
    }
}

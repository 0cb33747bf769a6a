package io.carillon.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.ClientFrame;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sound client sends, and how a reader lives. What it must not send: {@link FrameRulesTest}. */
class FrameReaderTest {

    private static final Bytes EMPTY = Bytes.NONE;

    @Test
    void reportsMessagesAndControlFramesInTheirOrder() {
        List<String> events = Conversation.of(
                ClientFrame.text("häj 🔔"),
                ClientFrame.ping(Bytes.ofHex("0102")),
                ClientFrame.binary(Bytes.ofHex("00ff")),
                ClientFrame.pong(EMPTY),
                ClientFrame.text(""),
                ClientFrame.close(1001, "tschüß"));

        assertThat(events)
                .containsExactly("text häj 🔔", "ping 0102", "binary 00ff", "pong ", "text ", "close 1001 tschüß");
    }

    @Test
    void readsTheFramesThatTheRfcShows() {
        byte[] hello = Bytes.ofHex("81 85 37fa213d 7f9f4d5158").array();

        assertThat(Conversation.of(hello)).containsExactly("text Hello");
    }

    @Test
    void joinsFragmentsAroundControlFrames() {
        List<String> events = Conversation.of(
                ClientFrame.text("one ").unfinished(),
                ClientFrame.ping(Bytes.of("a")),
                ClientFrame.continuation(Bytes.of("two ")).unfinished(),
                ClientFrame.continuation(EMPTY).unfinished(),
                ClientFrame.pong(Bytes.of("b")),
                ClientFrame.continuation(Bytes.of("three")),
                ClientFrame.binary(Bytes.ofHex("aa")).unfinished(),
                ClientFrame.continuation(Bytes.ofHex("bb")));

        assertThat(events).containsExactly("ping 61", "pong 62", "text one two three", "binary aabb");
    }

    @Test
    void reportsAMessageOfEmptyFragmentsOnly() {
        List<String> events = Conversation.of(
                ClientFrame.text("").unfinished(),
                ClientFrame.continuation(EMPTY).unfinished(),
                ClientFrame.continuation(EMPTY));

        assertThat(events).containsExactly("text ");
    }

    @Test
    void acceptsACodePointSplitOverFragments() {
        List<String> events = Conversation.of(
                ClientFrame.text(Bytes.ofHex("f0 9f")).unfinished(),
                ClientFrame.ping(EMPTY),
                ClientFrame.continuation(Bytes.ofHex("94 94")));

        assertThat(events).containsExactly("ping ", "text 🔔");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void reportsTheSameHoweverTheBytesAreCut(byte[] bytes) {
        List<String> whole = Conversation.of(bytes);

        assertThat(whole).isNotEmpty();
        for (int pieceBytes = 1; pieceBytes <= Math.min(20, bytes.length); pieceBytes++) {
            assertThat(Conversation.inPiecesOf(pieceBytes, bytes))
                    .as("in pieces of %d", pieceBytes)
                    .isEqualTo(whole);
        }
    }

    static Stream<byte[]> corpus() {
        String alphabet = "abcdefghijklmnopqrstuvwxyz".repeat(20);
        return Stream.of(
                Conversation.bytes(ClientFrame.text(""), ClientFrame.text("a"), ClientFrame.close(EMPTY)),
                Conversation.bytes(
                        ClientFrame.text(alphabet.substring(0, 125)),
                        ClientFrame.text(alphabet.substring(0, 126)),
                        ClientFrame.binary(Bytes.of(alphabet)),
                        ClientFrame.ping(Bytes.of(alphabet.substring(0, 125))),
                        ClientFrame.close(1000, alphabet.substring(0, 123))),
                Conversation.bytes(
                        ClientFrame.text("κόσμε ").unfinished(),
                        ClientFrame.ping(Bytes.of("ping")),
                        ClientFrame.continuation(EMPTY).unfinished(),
                        ClientFrame.continuation(Bytes.of("🔔🔔")),
                        ClientFrame.close(4999, "bye 🔔")),
                Conversation.bytes(
                        ClientFrame.text("fine"), ClientFrame.text("x").withReservedBits(4)),
                Conversation.bytes(
                        ClientFrame.text(Bytes.ofHex("41 42 f4 90 41 41 41 41")), ClientFrame.text("never read")),
                Conversation.bytes(ClientFrame.text("cut").unfinished(), ClientFrame.text("short")),
                Conversation.bytes(ClientFrame.ping(Bytes.of("p")).unfinished()),
                Conversation.bytes(ClientFrame.close(1005, "")),
                Conversation.bytes(ClientFrame.binary(EMPTY).announcing(5_000, 2)));
    }

    @Test
    void ignoresWhatFollowsAClose() {
        List<String> events = Conversation.of(
                ClientFrame.close(1000, ""),
                ClientFrame.text("late"),
                ClientFrame.text("broken").unmasked());

        assertThat(events).containsExactly("close 1000 ");
    }

    @Test
    void ignoresWhatFollowsAFailure() {
        List<String> events =
                Conversation.of(ClientFrame.text("x").unmasked(), ClientFrame.text("late"), ClientFrame.close(EMPTY));

        assertThat(events).containsExactly("failed 1002 client frame: not masked (expected: masked)");
    }

    @Test
    void reportsNothingMoreOnceItsHandlerEndedIt() {
        var reader = new FrameReader(FrameLimits.DEFAULT);
        var events = new RecordedEvents() {
            @Override
            public void text(byte[] buffer, int offset, int length) {
                super.text(buffer, offset, length);
                reader.end();
            }
        };
        byte[] bytes = Conversation.bytes(ClientFrame.text("first"), ClientFrame.text("second"));

        reader.feed(bytes, 0, bytes.length, events);

        assertThat(events.lines).containsExactly("text first");
        assertThat(reader.isEnded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 16, 999, 1_000})
    void handsOverExactlyThePayload(int size) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        Bytes expected = Bytes.of(payload);
        byte[] bytes = ClientFrame.binary(expected).withMask(0x80ff017f).bytes();

        assertThat(Conversation.of(bytes)).isEqualTo(Conversation.inPiecesOf(3, bytes));
        assertThat(Conversation.of(bytes))
                .containsExactly("binary " + HexFormat.of().formatHex(expected.array()));
    }
}

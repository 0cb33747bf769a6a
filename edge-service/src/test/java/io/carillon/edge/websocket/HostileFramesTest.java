package io.carillon.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.ClientFrame;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Throws seeded noise at the reader: sound frames, frames with a flipped bit, and bytes without any sense. Whatever
 * comes, it reports and never throws, says one last word at most, and says the same however the bytes are cut.
 */
class HostileFramesTest {

    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noiseIsReportedAndNeverThrown(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Set<String> kinds = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = noise(random);

            List<String> events = Conversation.of(bytes);

            assertThat(Conversation.inPiecesOf(random.nextInt(1, 9), bytes))
                    .as("seed %d round %d: %s", seed, round, Bytes.of(bytes))
                    .isEqualTo(events);
            for (int i = 0; i < events.size(); i++) {
                String event = events.get(i);
                boolean last = event.startsWith("close ") || event.startsWith("failed ");
                assertThat(last && i < events.size() - 1)
                        .as("a last word in %s", events)
                        .isFalse();
                kinds.add(
                        event.startsWith("failed ") ? event.substring(0, 11) : event.substring(0, event.indexOf(' ')));
            }
        }
        assertThat(kinds)
                .contains("text", "binary", "ping", "pong", "close")
                .contains("failed 1002", "failed 1007", "failed 1009");
    }

    private static byte[] noise(RandomGenerator random) {
        ClientFrame[] frames = new ClientFrame[random.nextInt(1, 6)];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = frame(random);
        }
        byte[] bytes = Conversation.bytes(frames);
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(bytes);
            case 1, 2 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            default -> {
                // As it is.
            }
        }
        return bytes;
    }

    private static ClientFrame frame(RandomGenerator random) {
        byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 1_100 : 20)];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (random.nextInt(200) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
        }
        ClientFrame frame = switch (random.nextInt(6)) {
            case 0, 1 -> ClientFrame.text(Bytes.of(payload));
            case 2 -> ClientFrame.binary(Bytes.of(payload));
            case 3 -> ClientFrame.continuation(Bytes.of(payload));
            case 4 -> ClientFrame.of(random.nextBoolean() ? 0x9 : 0xA, Bytes.of(payload));
            default -> ClientFrame.close(random.nextInt(999, 1_016), "r");
        };
        frame = frame.withMask(random.nextInt());
        return random.nextInt(4) == 0 ? frame.unfinished() : frame;
    }
}

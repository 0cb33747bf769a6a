package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Compares windows with a list that keeps everything, over random histories, each from a seed. */
class AckWindowTest {

    private static final int LIMIT = 7;

    /** An event that was sent: its number, and its channel, or nothing if it is no publication or is not awaited any more. */
    private record Sent(int number, String channel) {}

    @Test
    void countsLikeAListThatKeepsEverything() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new SplittableRandom(seed);
            var window = new AckWindow(LIMIT);
            Deque<Sent> sent = new ArrayDeque<>();
            for (int number = 0; number < 100; number++) {
                String channel = "c" + random.nextInt(3);
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> {
                        if (window.room() > 0) {
                            window.sent(id(number), channel, number);
                            sent.add(new Sent(number, channel));
                        }
                    }
                    case 3 -> window.passed(id(number), number);
                    case 4 -> {
                        window.forget(Set.of(channel));
                        sent.removeIf(each -> each.channel.equals(channel));
                    }
                    default -> {
                        if (!sent.isEmpty()) {
                            Sent last = random.nextBoolean() ? sent.peekFirst() : sent.peekLast();
                            long expected = sent.stream()
                                    .filter(each -> each.number <= last.number)
                                    .count();
                            sent.removeIf(each -> each.number <= last.number);
                            assertThat(window.acknowledged(id(last.number)))
                                    .as("seed %d", seed)
                                    .isEqualTo(new AckWindow.Acknowledged((int) expected, last.number));
                        }
                    }
                }
                assertThat(window.publications()).as("seed %d", seed).isEqualTo(sent.size());
                assertThat(window.room()).as("seed %d", seed).isEqualTo(LIMIT - sent.size());
            }
        }
    }

    @Test
    void acceptsTheIdOfAnEventBehindThePublications() {
        var window = new AckWindow(LIMIT);
        window.sent(id(1), "c", 100);
        window.sent(id(2), "c", 200);
        window.passed(id(3), 300);
        window.passed(id(4), 400);

        assertThat(window.acknowledged(id(4))).isEqualTo(new AckWindow.Acknowledged(2, 400));
    }

    @Test
    void doesNotKnowIdsThatItWasNotGiven() {
        var window = new AckWindow(LIMIT);
        window.sent(id(1), "c", 100);

        assertThat(window.acknowledged(id(2)).publications()).isZero();
        assertThat(window.publications()).isEqualTo(1);
    }

    private static byte[] id(int number) {
        return ("1.0k3f92ab.0.0:" + number).getBytes(StandardCharsets.US_ASCII);
    }
}

package io.carillon.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Runs a subscriber over streams that play a script; a stream that is at its end refuses, which ends the run. */
class SubscriberTest {

    private static final Heard HEARTBEAT = new Heard.Event("heartbeat", "{}", "id-0");
    private static final Heard MESSAGE =
            new Heard.Event("message", "{\"channel\":\"c\",\"message\":{\"n\":1}}", "id-1");

    private final Deque<List<Heard>> scripts = new ArrayDeque<>();
    private final List<Optional<String>> cursors = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean wantsMore = true;

    @Test
    void tellsMessagesAndWhenItIsSubscribed() throws Exception {
        scripts.add(List.of(new Heard.RetryAdvice(Duration.ofSeconds(2)), HEARTBEAT, MESSAGE));

        Optional<String> refusal = subscriber().listen();

        assertThat(told).containsExactly("# subscribed to a, c", "id-1 c {\"n\":1}");
        assertThat(refusal).contains("the script is over");
    }

    @Test
    void comesBackAtOnceFromTheLastCursorWhenItsLifetimeIsOver() throws Exception {
        scripts.add(List.of(HEARTBEAT, MESSAGE, new Heard.Event("reconnect", "{\"reason\":\"lifetime\"}", "id-2")));
        scripts.add(List.of());

        subscriber().listen();

        assertThat(cursors).containsExactly(Optional.empty(), Optional.of("id-2"));
        assertThat(waits).isEmpty();
    }

    @Test
    void beginsWhereItIsToldAndComesBackFromThereUntilItHasACursor() throws Exception {
        scripts.add(List.of(new Heard.Ended("nothing listens at http://h")));
        scripts.add(List.of(MESSAGE, new Heard.Event("reconnect", "{\"reason\":\"lifetime\"}", "")));
        scripts.add(List.of());

        subscriber(Optional.of("earliest")).listen();

        assertThat(cursors).containsExactly(Optional.of("earliest"), Optional.of("earliest"), Optional.of("id-1"));
    }

    @Test
    void waitsBeforeItComesBackFromTrouble() throws Exception {
        scripts.add(List.of(
                new Heard.RetryAdvice(Duration.ofSeconds(1)),
                new Heard.Event("reconnect", "{\"reason\":\"draining\"}", "")));
        scripts.add(List.of(new Heard.Ended("nothing listens at http://h")));
        scripts.add(List.of());

        subscriber().listen();

        assertThat(waits)
                .hasSize(2)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1)));
        assertThat(told.get(1)).matches("# nothing listens at http://h; next try in [01]\\.\\d s");
    }

    @Test
    void saysThatMessagesMayBeMissing() throws Exception {
        scripts.add(List.of(new Heard.Event("gap", "{\"channel\":\"c\",\"reason\":\"retention\"}", "id-3")));

        subscriber().listen();

        assertThat(told.getFirst())
                .isEqualTo("# messages may be missing here: {\"channel\":\"c\",\"reason\":\"retention\"}");
    }

    @Test
    void endsWhenNobodyWantsMore() throws Exception {
        wantsMore = false;
        scripts.add(List.of(MESSAGE, MESSAGE));

        assertThat(subscriber().listen()).isEmpty();

        assertThat(told).filteredOn(line -> line.startsWith("id-1")).hasSize(1);
    }

    @Test
    void refusesAMessageThatNoServiceOfOursSends() throws Exception {
        scripts.add(List.of(new Heard.Event("message", "[1]", "id-1")));

        assertThat(subscriber().listen()).contains("a message that is no JSON object: [1]");
    }

    private Subscriber subscriber() {
        return subscriber(Optional.empty());
    }

    private Subscriber subscriber(Optional<String> since) {
        return new Subscriber(
                this::open, List.of("a", "c"), since, new Recording(), waits::add, new SplittableRandom(1));
    }

    private EventStream open(List<String> channels, Optional<String> cursor) {
        cursors.add(cursor);
        Deque<Heard> script = new ArrayDeque<>(scripts.remove());
        return new EventStream() {
            @Override
            public Heard next(Duration limit) {
                return script.isEmpty() ? new Heard.Refused("the script is over") : script.remove();
            }

            @Override
            public void close() {
                script.clear();
            }
        };
    }

    private final class Recording implements Subscriber.Audience {

        @Override
        public boolean message(String id, String channel, String json) {
            told.add(id + " " + channel + " " + json);
            return wantsMore;
        }

        @Override
        public void note(String text) {
            told.add("# " + text);
        }
    }
}

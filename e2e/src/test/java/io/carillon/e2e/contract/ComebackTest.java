package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.WsClient;
import io.carillon.testkit.client.WsClose;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that comes back with a place in the past begins there: with what it missed, in order, and then goes on live. */
@Carillon
class ComebackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int CHANNELS = 6;
    private static final int EACH = 5;

    /** A cursor of a log that never was here, from long after everything that these tests publish. */
    private static final String FOREIGN = "1.0foreign.zzzzzzzz.0:17.3:-1";

    /** How a cursor is given back. */
    enum Way {
        HEADER,
        LAST_EVENT_ID,
        SINCE;

        Dial dial(RunningCarillon carillon, Transport transport, List<String> channels, String cursor) {
            String path = transport.path() + "?channels=" + String.join(",", channels);
            return switch (this) {
                // What EventSource does by itself; the query it was made with stays as it was.
                case HEADER ->
                    Dial.to(carillon.http(path + "&since=earliest&lastEventId=1.0k3f92ab.1.0:1"))
                            .header("Last-Event-ID", cursor);
                case LAST_EVENT_ID -> Dial.to(carillon.http(path + "&since=earliest&lastEventId=" + cursor));
                case SINCE -> Dial.to(carillon.http(path + "&since=" + cursor));
            };
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                Arguments.of(Transport.SSE, Way.HEADER),
                Arguments.of(Transport.SSE, Way.LAST_EVENT_ID),
                Arguments.of(Transport.SSE, Way.SINCE),
                Arguments.of(Transport.WEBSOCKET, Way.LAST_EVENT_ID),
                Arguments.of(Transport.WEBSOCKET, Way.SINCE));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void hearsWhatItMissedOfAllItsChannelsAndThenWhatIsLive(Transport transport, Way way, RunningCarillon carillon) {
        List<String> channels = channels();
        String cursor;
        try (Subscriber earlier = carillon.subscribe(transport, channels.toArray(String[]::new))) {
            publishToEach(carillon, channels, 0, EACH);
            for (int i = 0; i < CHANNELS * EACH; i++) {
                assertThat(earlier.next("message").event()).isEqualTo("message");
            }
            cursor = earlier.heard().getLast().id();
        }
        publishToEach(carillon, channels, EACH, 2 * EACH);

        try (Subscriber subscriber = carillon.subscribe(transport, way.dial(carillon, transport, channels, cursor))) {
            assertThat(places(subscriber.heard().getFirst().id())).isEqualTo(places(cursor));
            expectOfEach(subscriber, channels, EACH, 2 * EACH);

            publishToEach(carillon, channels, 2 * EACH, 3 * EACH);
            expectOfEach(subscriber, channels, EACH, 3 * EACH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCursorOfTheFirstHeartbeatIsOneToComeBackWith(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("back");
        String cursor;
        try (Subscriber earlier = carillon.subscribe(transport, channel)) {
            cursor = earlier.heard().getFirst().id();
        }
        carillon.publish(channel, "0");

        try (Subscriber subscriber =
                carillon.subscribe(transport, Way.SINCE.dial(carillon, transport, List.of(channel), cursor))) {
            assertThat(subscriber.next().data()).isEqualTo(message(channel, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theReceiptOfAPublicationIsACursorToGoOnBehindIt(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("back");
        String id = carillon.publish(channel, "0").id();
        carillon.publish(channel, "1");

        try (Subscriber subscriber =
                carillon.subscribe(transport, Way.SINCE.dial(carillon, transport, List.of(channel), id))) {
            assertThat(subscriber.next().data()).isEqualTo(message(channel, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void earliestIsTheBeginningOfTheLog(Transport transport, RunningCarillon carillon) {
        List<String> channels = channels();
        publishToEach(carillon, channels, 0, EACH);

        try (Subscriber subscriber =
                carillon.subscribe(transport, Way.SINCE.dial(carillon, transport, channels, "earliest"))) {
            expectOfEach(subscriber, channels, 0, EACH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimeLeavesOutWhatIsOlder(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("back");
        publishAndHear(carillon, channel, 0);
        Instant time = Instant.now().plusMillis(2).truncatedTo(ChronoUnit.MILLIS);
        Eventually.eventually().until("a later time", () -> Instant.now().isAfter(time));
        carillon.publish(channel, "1");

        try (Subscriber subscriber =
                carillon.subscribe(transport, Way.SINCE.dial(carillon, transport, List.of(channel), time.toString()))) {
            assertThat(subscriber.next().data()).isEqualTo(message(channel, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCursorOfAnotherLogIsAnsweredByAGapForEachChannelAndThenLive(Transport transport, RunningCarillon carillon) {
        List<String> channels = channels();

        try (Subscriber subscriber =
                carillon.subscribe(transport, Way.SINCE.dial(carillon, transport, channels, FOREIGN))) {
            List<Heard> gaps = new ArrayList<>();
            for (int i = 0; i < CHANNELS; i++) {
                gaps.add(subscriber.next());
            }

            // Who is cut off in between comes back with the cursor from before the gaps, and learns of all of them.
            String after = gaps.getLast().id();
            assertThat(subscriber.heard().getFirst().id()).isEqualTo(FOREIGN);
            assertThat(gaps.subList(0, CHANNELS - 1))
                    .allSatisfy(gap -> assertThat(gap.id()).isEqualTo(FOREIGN));
            assertThat(gaps)
                    .extracting(Heard::data)
                    .containsExactlyElementsOf(channels.stream()
                            .map(channel -> "{\"channel\":\"" + channel + "\",\"from\":\"" + FOREIGN + "\",\"to\":\""
                                    + after + "\",\"reason\":\"log-replaced\"}")
                            .toList());
            publishToEach(carillon, channels, 0, EACH);
            expectOfEach(subscriber, channels, 0, EACH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCursorBeyondTheEndOfTheLogIsAnsweredByAGapAndThenLive(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("back");
        Receipt receipt = carillon.publish(channel, "0");
        String end = receipt.id();
        String beyond = end.substring(0, end.lastIndexOf(':')) + ":"
                + (receipt.position().offset() + 1_000);

        try (Subscriber subscriber =
                carillon.subscribe(transport, Way.SINCE.dial(carillon, transport, List.of(channel), beyond))) {
            Heard gap = subscriber.next();
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(gap.data()).contains("\"channel\":\"" + channel + "\"", "\"reason\":\"beyond-end\"");
            assertThat(gap.cursor().positions()).containsExactly(receipt.position());

            carillon.publish(channel, "1");
            assertThat(subscriber.next().data()).isEqualTo(message(channel, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void n09WhoAsksForTheLastOfEachChannelHearsThoseThatThereAre(Transport transport, RunningCarillon carillon) {
        String busy = ChannelNames.fresh("busy");
        String quiet = ChannelNames.fresh("quiet");
        publishAndHear(carillon, quiet, 0);
        for (int i = 0; i < 19; i++) {
            carillon.publish(busy, String.valueOf(i));
        }
        // The last ones are counted back from where the owner stands, which may be behind what was accepted.
        publishAndHear(carillon, busy, 19);

        try (Subscriber subscriber =
                carillon.subscribe(transport, Way.SINCE.dial(carillon, transport, List.of(busy, quiet), "last:3"))) {
            var heard = new ArrayList<String>();
            for (int i = 0; i < 4; i++) {
                heard.add(subscriber.next("message").data());
            }
            assertThat(heard)
                    .containsExactlyInAnyOrder(
                            message(busy, 17), message(busy, 18), message(busy, 19), message(quiet, 0))
                    .containsSubsequence(message(busy, 17), message(busy, 18), message(busy, 19));

            carillon.publish(quiet, "1");
            assertThat(subscriber.next("message").data()).isEqualTo(message(quiet, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "since=yesterday",
                "since=last:",
                "since=last:-1",
                "since=last:10000",
                "since=2026-11-22",
                "since=2.0k3f92ab.mb2k9x1c.0:17",
                "lastEventId=1.0k3f92ab.mb2k9x1c.0:17.0:18",
                "lastEventId=earlier"
            })
    void whatIsNoPlaceIsRefused(String query, RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.http("/sse/messages?channels=c&" + query));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(Problem.of(reply).code()).isEqualTo("malformed-cursor");

        try (WsClient client = WsClient.connect(Dial.to(carillon.http("/ws/messages?channels=c&" + query)))) {
            assertThat(client.nextText(PATIENCE))
                    .isEqualTo(
                            "{\"error\":\"The place to resume from is not one (expected: the id of an event, earliest,"
                                    + " last:N with N of at most 9999, or an RFC 3339 time)\",\"code\":\"malformed-cursor\"}");
            assertThat(client.awaitClose(PATIENCE)).isEqualTo(new WsClose(1000, "Bye", true));
        }
    }

    @Test
    void aHeaderThatIsNoPlaceIsRefused(RunningCarillon carillon) {
        HttpReply reply =
                Http.get(Dial.to(carillon.http("/sse/messages?channels=c")).header("Last-Event-ID", "17"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(Problem.of(reply).code()).isEqualTo("malformed-cursor");
    }

    private static List<String> channels() {
        return Stream.generate(() -> ChannelNames.fresh("back")).limit(CHANNELS).toList();
    }

    /** What was only just published may still be heard by who comes after; so this waits until somebody has. */
    private static void publishAndHear(RunningCarillon carillon, String channel, int number) {
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            carillon.publish(channel, String.valueOf(number));
            Heard heard;
            do {
                heard = subscriber.next("message");
            } while (!heard.data().equals(message(channel, number)));
        }
    }

    private static void publishToEach(RunningCarillon carillon, List<String> channels, int from, int to) {
        for (int number = from; number < to; number++) {
            for (String channel : channels) {
                carillon.publish(channel, String.valueOf(number));
            }
        }
    }

    /** Waits until so much was heard in all, and expects each channel's part of it to be exactly the numbers in order. */
    private static void expectOfEach(Subscriber subscriber, List<String> channels, int from, int to) {
        int count = channels.size() * (to - from);
        while (subscriber.messages().size() < count) {
            Heard heard = subscriber.next();
            assertThat(heard.isHeartbeat() || heard.event().equals("message"))
                    .as("%s is a message or a heartbeat", heard)
                    .isTrue();
        }
        for (String channel : channels) {
            assertThat(subscriber.messages().stream().filter(data -> data.contains("\"" + channel + "\"")))
                    .containsExactlyElementsOf(IntStream.range(from, to)
                            .mapToObj(number -> message(channel, number))
                            .toList());
        }
    }

    private static Set<Cursor.Position> places(String cursor) {
        return Set.copyOf(Cursor.parse(cursor).orElseThrow().positions());
    }

    private static String message(String channel, int number) {
        return "{\"channel\":\"" + channel + "\",\"message\":" + number + "}";
    }
}

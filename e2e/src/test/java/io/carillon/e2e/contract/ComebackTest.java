package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.WsClient;
import io.carillon.testkit.client.WsClose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that comes back is told that it may have missed something, as long as nothing can be replayed. */
@Carillon
class ComebackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String CURSOR = "1.0k3f92ab.mb2k9x1c.0:17.3:-1";

    static Stream<Arguments> places() {
        return Stream.of(Transport.values())
                .flatMap(transport -> Stream.of(
                        Arguments.of(transport, "lastEventId=" + CURSOR, CURSOR),
                        Arguments.of(transport, "since=" + CURSOR, CURSOR),
                        Arguments.of(transport, "since=earliest", "earliest"),
                        Arguments.of(transport, "since=last:5", "last:5"),
                        Arguments.of(transport, "since=2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
                        Arguments.of(transport, "since=2026-11-22T12:00:00.5%2B02:00", "2026-11-22T12:00:00.5+02:00"),
                        Arguments.of(transport, "since=earliest&lastEventId=" + CURSOR, CURSOR)));
    }

    @ParameterizedTest
    @MethodSource("places")
    void anyPlaceToResumeFromIsAnsweredByAGapForEachChannelAndThenLive(
            Transport transport, String query, String place, RunningCarillon carillon) {
        String first = ChannelNames.fresh("back");
        String second = ChannelNames.fresh("back");
        publishAndHear(first, carillon);
        Dial dial = Dial.to(carillon.http(transport.path() + "?channels=" + first + ',' + second + '&' + query));

        try (Subscriber subscriber = carillon.subscribe(transport, dial)) {
            expectGaps(subscriber, place, List.of(first, second));

            carillon.publish(second, "\"live\"");
            assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"" + second + "\",\"message\":\"live\"}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCursorOfAnEarlierConnectionIsOneToComeBackWith(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("back");
        String place;
        try (Subscriber earlier = carillon.subscribe(transport, channel)) {
            carillon.publish(channel, "1");
            place = earlier.next("message").id();
        }
        Dial dial = Dial.to(carillon.http(transport.path() + "?channels=" + channel + "&since=" + place));

        try (Subscriber subscriber = carillon.subscribe(transport, dial)) {
            expectGaps(subscriber, place, List.of(channel));
        }
    }

    /** What EventSource does by itself; the query it was made with stays as it was. */
    @Test
    void theHeaderOfEventSourceComesBeforeTheQuery(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("back");
        Dial dial = Dial.to(carillon.http(
                        "/sse/messages?channels=" + channel + "&since=earliest&lastEventId=1.0k3f92ab.1.0:1"))
                .header("Last-Event-ID", CURSOR);

        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, dial)) {
            expectGaps(subscriber, CURSOR, List.of(channel));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "since=yesterday",
                "since=last:",
                "since=last:-1",
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
                                    + " last:N or an RFC 3339 time)\",\"code\":\"malformed-cursor\"}");
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

    /** What was only just published may still be heard by who comes after; so this waits until somebody has. */
    private static void publishAndHear(String channel, RunningCarillon carillon) {
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            carillon.publish(channel, "\"missed\"");
            assertThat(subscriber.next("message").data()).endsWith("\"missed\"}");
        }
    }

    /**
     * Until all gaps are told, ids are from before them: the cursor that the client came back with, or one of now if it came
     * with something else. So a client that is cut off in between learns of the others when it comes back again.
     */
    private static void expectGaps(Subscriber subscriber, String from, List<String> channels) {
        String before = subscriber.heard().getFirst().id();
        if (Cursor.parse(from).isPresent()) {
            assertThat(before).isEqualTo(from);
        }
        List<Heard> gaps = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            gaps.add(subscriber.next());
        }
        String after = gaps.getLast().id();
        for (int i = 0; i < channels.size(); i++) {
            Heard gap = gaps.get(i);
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(gap.data())
                    .isEqualTo("{\"channel\":\"" + channels.get(i) + "\",\"from\":\"" + from + "\",\"to\":\"" + after
                            + "\",\"reason\":\"resume-unavailable\"}");
            assertThat(gap.cursor().text()).isEqualTo(i < channels.size() - 1 ? before : after);
        }
    }
}

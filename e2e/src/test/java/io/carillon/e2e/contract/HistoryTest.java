package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.History;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of what was published. */
@Carillon
class HistoryTest {

    private static final int EACH = 25;

    @Test
    void pagesToTheEndAreExactlyWhatWasPublished(RunningCarillon carillon) {
        List<String> channels =
                Stream.generate(() -> ChannelNames.fresh("history")).limit(3).toList();
        Instant before = Instant.now().minusMillis(1);
        List<List<Receipt>> receipts =
                channels.stream().<List<Receipt>>map(_ -> new ArrayList<>()).toList();
        for (int number = 0; number < EACH; number++) {
            for (int i = 0; i < channels.size(); i++) {
                receipts.get(i).add(carillon.publish(channels.get(i), String.valueOf(number)));
            }
        }

        for (int i = 0; i < channels.size(); i++) {
            String channel = channels.get(i);
            awaitHeard(carillon, channel, EACH);
            List<History> pages =
                    History.toTheEnd("earliest", place -> carillon.http(path(channel, "limit=7&since=" + place)));

            List<History.Message> messages =
                    pages.stream().flatMap(page -> page.messages().stream()).toList();
            assertThat(messages).extracting(History.Message::number).containsExactlyElementsOf(upTo(EACH));
            assertThat(messages).allMatch(message -> message.channel().equals(channel));
            assertThat(messages)
                    .extracting(History.Message::id)
                    .containsExactlyElementsOf(
                            receipts.get(i).stream().map(Receipt::id).toList());
            assertThat(messages)
                    .allSatisfy(
                            message -> assertThat(Instant.parse(message.time())).isBetween(before, Instant.now()));
            assertThat(pages).allSatisfy(page -> {
                assertThat(page.messages()).hasSizeLessThanOrEqualTo(7);
                assertThat(page.gap()).isEmpty();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamGoesOnWhereAPageEnds(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("history");
        publish(carillon, channel, 0, 3);
        History page = History.toTheEnd("earliest", place -> carillon.http(path(channel, "since=" + place)))
                .getLast();
        publish(carillon, channel, 3, 5);

        try (Subscriber subscriber = carillon.subscribe(
                transport,
                Dial.to(carillon.http(transport.path() + "?channels=" + channel + "&since=" + page.next())))) {
            assertThat(subscriber.next("message").data()).endsWith("\"message\":3}");
            assertThat(subscriber.next("message").data()).endsWith("\"message\":4}");
        }
        assertThat(page(carillon, channel, "since=" + page.next()).numbers()).containsExactly(3, 4);
    }

    @Test
    void aPageBeginsBehindAMessageAtATimeOrWithTheLastOnes(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("history");
        publish(carillon, channel, 0, 5);
        List<History.Message> all = page(carillon, channel, "").messages();

        assertThat(page(carillon, channel, "since=" + all.get(1).id()).numbers())
                .containsExactly(2, 3, 4);
        assertThat(page(carillon, channel, "since=" + all.get(4).time()).numbers())
                .endsWith(4);
        assertThat(page(carillon, channel, "since=" + Instant.now().plusSeconds(60))
                        .numbers())
                .isEmpty();
        assertThat(page(carillon, channel, "since=last:2").numbers()).containsExactly(3, 4);
        assertThat(page(carillon, channel, "since=last:9").numbers()).containsExactly(0, 1, 2, 3, 4);
        History first = page(carillon, channel, "since=last:4&limit=3");
        assertThat(first.numbers()).containsExactly(1, 2, 3);
        assertThat(first.more()).isTrue();
        assertThat(page(carillon, channel, "since=" + first.next()).numbers()).containsExactly(4);
        History none = page(carillon, channel, "since=last:0");
        assertThat(none.messages()).isEmpty();
        assertThat(none.gap()).isEmpty();
        publish(carillon, channel, 5, 6);
        assertThat(page(carillon, channel, "since=" + none.next()).numbers()).containsExactly(5);
    }

    @Test
    void aChannelThatNobodyEverPublishedToHasAnEmptyPage(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("history");

        List<History> pages = History.toTheEnd("earliest", place -> carillon.http(path(channel, "since=" + place)));

        assertThat(pages).allSatisfy(page -> {
            assertThat(page.messages()).isEmpty();
            assertThat(page.gap()).isEmpty();
        });
    }

    @Test
    void aRepeatedPublicationIsThereOnce(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("history");
        for (int i = 0; i < 2; i++) {
            HttpReply reply = Http.post(
                    Dial.to(carillon.http("/channels/" + channel + "/messages")).header("Idempotency-Key", "\"one\""),
                    "application/json",
                    "0");
            assertThat(reply.status()).isEqualTo(202);
        }
        publish(carillon, channel, 1, 2);

        assertThat(page(carillon, channel, "").numbers()).containsExactly(0, 1);
    }

    @Test
    void whatThePageCannotHaveIsTold(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("history");
        publish(carillon, channel, 0, 2);
        Cursor end = Cursor.parse(page(carillon, channel, "").next()).orElseThrow();
        Cursor.Position position = end.positions().getFirst();
        String beyond = "1." + end.generation() + ".1." + position.partition() + ":" + (position.offset() + 10_000);

        History ofAnotherLog = page(carillon, channel, "since=1.0foreign.1.0:17");
        History behindTheEnd = page(carillon, channel, "since=" + beyond);

        assertThat(ofAnotherLog.gap().orElseThrow())
                .startsWith("{\"channel\":\"" + channel + "\",\"from\":\"1.0foreign.1.0:17\",\"to\":\"1.")
                .endsWith("\"reason\":\"log-replaced\"}");
        assertThat(ofAnotherLog.numbers()).containsExactly(0, 1);
        assertThat(behindTheEnd.gap().orElseThrow())
                .startsWith("{\"channel\":\"" + channel + "\",\"from\":\"" + beyond + "\",\"to\":\"1.")
                .endsWith("\"reason\":\"beyond-end\"}");
        assertThat(behindTheEnd.messages()).isEmpty();
        publish(carillon, channel, 2, 3);
        assertThat(page(carillon, channel, "since=" + behindTheEnd.next()).numbers())
                .containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,            invalid-limit,    limit: not a number that can be asked for (expected: 1 to 1000)",
        "limit=1001,         invalid-limit,    limit: not a number that can be asked for (expected: 1 to 1000)",
        "limit=many,         invalid-limit,    limit: not a number that can be asked for (expected: 1 to 1000)",
        "since=yesterday,    malformed-cursor,",
        "since=last:10000,   malformed-cursor,",
        "since=1.x.y.0:1.0:1,malformed-cursor,"
    })
    void aPageThatNobodyCanAskForIsRefused(String query, String code, String detail, RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.http("/history/c?" + query));

        assertThat(reply.status()).isEqualTo(400);
        Problem problem = Problem.of(reply);
        assertThat(problem.code()).isEqualTo(code);
        if (detail != null) {
            assertThat(problem.detail()).isEqualTo(detail);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/history/", "/history/a%2Cb", "/history/%00", "/history/%FF"})
    void aPathThatNamesNoChannelIsRefused(String path, RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.http(path));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(Problem.of(reply).code()).isEqualTo("invalid-channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE"})
    void thePastCanOnlyBeRead(String method, RunningCarillon carillon) {
        HttpReply reply = Http.send(method, Dial.to(carillon.http("/history/c")), Bytes.NONE);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET");
    }

    /** Publishes numbers, and waits until they are heard: a page ends where the owner stands, just behind the log. */
    private static void publish(RunningCarillon carillon, String channel, int from, int to) {
        for (int number = from; number < to; number++) {
            carillon.publish(channel, String.valueOf(number));
        }
        awaitHeard(carillon, channel, to);
    }

    private static void awaitHeard(RunningCarillon carillon, String channel, int count) {
        try (Subscriber subscriber = carillon.subscribe(
                Transport.SSE, Dial.to(carillon.http("/sse/messages?channels=" + channel + "&since=earliest")))) {
            for (int i = 0; i < count; i++) {
                assertThat(subscriber.next("message").event()).isEqualTo("message");
            }
        }
    }

    private static History page(RunningCarillon carillon, String channel, String query) {
        return History.of(Http.get(carillon.http(path(channel, query))));
    }

    private static String path(String channel, String query) {
        return "/history/" + channel + "?" + query;
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }
}

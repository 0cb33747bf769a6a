package io.carillon.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import io.carillon.testkit.client.SseClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners over Server-Sent Events that are broken, or worse. After each the next one is served. */
@Carillon
class HostileSubscribeTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @AfterEach
    void servesTheNextOne(RunningCarillon carillon) {
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, ChannelNames.fresh("next"))) {
            assertThat(subscriber.heard()).hasSize(1);
        }
    }

    @Test
    void r36AnEmptyCursorIsNone(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("empty");
        // Until somebody has heard it, it is not in the past, and whoever comes hears it live.
        try (Subscriber earlier = carillon.subscribe(Transport.SSE, channel)) {
            carillon.publish(channel, "0");
            assertThat(earlier.next("message").data()).endsWith("0}");
        }
        try (var stream =
                SseClient.connect(carillon.dial(Transport.SSE, channel).header("Last-Event-ID", ""))) {
            assertThat(stream.next(SOON).event()).isEqualTo("heartbeat");
            carillon.publish(channel, "1");
            assertThat(stream.next(event -> event.event().equals("message"), SOON)
                            .data())
                    .endsWith("1}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "1",
                "1.0k3f92ab",
                "1.0k3f92ab..",
                "1.0k3f92ab.mb2k9x1c.-1:5",
                "1.0k3f92ab.mb2k9x1c.5:-2",
                "1.0k3f92ab.mb2k9x1c.99999:5",
                "1.0k3f92ab.mb2k9x1c.5:99999999999999999999",
                "9.0k3f92ab.mb2k9x1c.5:5",
                "../../etc/passwd",
                "' or 1=1 --"
            })
    void r36ACursorThatIsNoneIsRefused(String cursor, RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.dial(Transport.SSE, "c").header("Last-Event-ID", cursor));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("malformed-cursor");
    }

    @Test
    void r36ACursorOfTenThousandBytesIsRefused(RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.dial(Transport.SSE, "c").header("Last-Event-ID", "1".repeat(10_000)));

        assertThat(reply.status()).isIn(400, 431);
    }

    /** Another channel's place is a place in the log, and brings nothing but what the request asks for. */
    @Test
    void r36ACursorOfAnotherChannelBringsNothingOfThatChannel(RunningCarillon carillon) {
        String mine = ChannelNames.fresh("mine");
        String other = ChannelNames.fresh("other");
        String cursor = carillon.publish(other, "\"theirs\"").id();
        carillon.publish(other, "\"theirs\"");

        try (var stream = SseClient.connect(carillon.dial(Transport.SSE, mine).header("Last-Event-ID", cursor))) {
            assertThat(stream.next(SOON).event()).isEqualTo("heartbeat");
            carillon.publish(mine, "\"mine\"");
            assertThat(stream.next(event -> event.event().equals("message"), SOON)
                            .data())
                    .contains("mine");
            assertThat(stream.raw().utf8()).doesNotContain("theirs");
        }
    }

    @Test
    void r39MoreChannelsThanAnybodyMayHaveAreRefused(RunningCarillon carillon) {
        assertThat(raw(carillon, "/sse/messages?channels=" + "abc,".repeat(10_000))
                        .status())
                .isEqualTo(414);
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 405", "POST, 405", "QUERY, 405", "PUT, 405"})
    void r42OtherMethodsAreRefused(String method, int status, RunningCarillon carillon) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            int answered = http.send(
                            method + " /sse/messages?channels=c HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
                    .readHead(SOON)
                    .status();

            assertThat(answered).isEqualTo(status);
        }
    }

    @Test
    void r42ARangeIsIgnored(RunningCarillon carillon) {
        try (var stream = SseClient.connect(carillon.dial(Transport.SSE, "c").header("Range", "bytes=5-10"))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.next(SOON).event()).isEqualTo("heartbeat");
        }
    }

    @Test
    void r43AnOlderHttpIsTold(RunningCarillon carillon) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            HttpReply reply =
                    http.send("GET /sse/messages?channels=c HTTP/1.0\r\n\r\n").read(SOON);

            assertThat(reply.status()).isEqualTo(505);
        }
    }

    @Test
    void r43AClientThatWantsToCloseGetsItsStreamAllTheSame(RunningCarillon carillon) {
        try (var stream = SseClient.connect(carillon.dial(Transport.SSE, "c").header("Connection", "close"))) {
            assertThat(stream.next(SOON).event()).isEqualTo("heartbeat");
            assertThat(stream.headers().first("X-Accel-Buffering")).contains("no");
        }
    }

    @Test
    void r45ARequestBehindAStreamIsNotAnsweredIntoIt(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("behind");
        String body = "{\"channel\":\"" + channel + "\",\"message\":\"smuggled\"}";
        try (var stream = SseClient.connect(carillon.dial(Transport.SSE, channel))) {
            assertThat(stream.next(SOON).event()).isEqualTo("heartbeat");

            stream.send(
                    Bytes.of("POST /messages HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .array());
            carillon.publish(channel, "\"published\"");

            assertThat(stream.next(event -> event.event().equals("message"), SOON)
                            .data())
                    .contains("published");
            assertThat(stream.raw().utf8()).containsOnlyOnce("HTTP/1.1 ").doesNotContain("smuggled");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "h2c", "websocket, h2c"})
    void r62AnUpgradeOfAnEventStreamIsIgnored(String upgrade, RunningCarillon carillon) {
        Dial dial = carillon.dial(Transport.SSE, "c")
                .header("Connection", "Upgrade")
                .header("Upgrade", upgrade)
                .header("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA");
        try (var stream = SseClient.connect(dial)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.next(SOON).event()).isEqualTo("heartbeat");
        }
    }

    @Test
    void r48TheOtherHttpIsNotSpokenHere(RunningCarillon carillon) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            HttpReply reply = http.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").read(SOON);

            assertThat(reply.status()).isIn(400, 505);
        }
    }

    private static HttpReply raw(RunningCarillon carillon, String target) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            return http.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n").read(SOON);
        }
    }
}

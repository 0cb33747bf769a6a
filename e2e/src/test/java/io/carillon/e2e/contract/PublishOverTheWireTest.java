package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.End;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bodies in all the ways in which HTTP/1.1 brings them, and what must not pass for one. */
@Carillon
class PublishOverTheWireTest {

    /** The default of {@code push.publish.body.limit.bytes}. */
    private static final int BODY_LIMIT_BYTES = 262_144;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void p21ABodyMayBeAsLargeAsTheLimitAndNotOneByteMore(RunningCarillon carillon) {
        HttpReply largest = carillon.post(messageOf(BODY_LIMIT_BYTES));
        HttpReply tooLarge = carillon.post(messageOf(BODY_LIMIT_BYTES + 1));

        assertThat(largest.status()).isEqualTo(202);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(Problem.of(tooLarge))
                .isEqualTo(new Problem(
                        "The body is larger than the limit",
                        "body-too-large",
                        "body: 262145 bytes (expected: at most 262144 bytes)"));
    }

    @Test
    void theLargestMessageIsHeardWhole(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("large");
        String value = "\"" + "x".repeat(BODY_LIMIT_BYTES - 2) + "\"";
        try (Subscriber sse = carillon.subscribe(Transport.SSE, channel);
                Subscriber ws = carillon.subscribe(Transport.WEBSOCKET, channel)) {
            Dial dial = Dial.to(carillon.http("/channels/" + channel + "/messages"));
            assertThat(Http.post(dial, "application/json", value).status()).isEqualTo(202);

            String data = "{\"channel\":\"" + channel + "\",\"message\":" + value + "}";
            assertThat(sse.next().data()).isEqualTo(data);
            assertThat(ws.next().data()).isEqualTo(data);
        }
    }

    /** A body that the server stops reading half-way must not go on as the next request. */
    @Test
    void p21NothingIsSmuggledBehindABodyThatIsAnnouncedTooLarge(RunningCarillon carillon) {
        String victim = ChannelNames.fresh("smuggled");
        String smuggled = request(victim, "1");
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, victim);
                RawHttp http = RawHttp.connect(carillon.http("/"))) {
            http.send(head("Content-Length: 300000") + smuggled);

            assertThat(http.read(PATIENCE).status()).isEqualTo(413);
            assertThat(http.awaitEnd(PATIENCE)).isIn(End.EOF, End.RESET);
            expectNothingBut("\"sentinel\"", victim, subscriber, carillon);
        }
    }

    @Test
    void p21NothingIsSmuggledBehindAChunkedBodyThatGrowsTooLarge(RunningCarillon carillon) {
        String victim = ChannelNames.fresh("smuggled");
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, victim);
                RawHttp http = RawHttp.connect(carillon.http("/"))) {
            http.send(head("Transfer-Encoding: chunked"));
            http.send(chunk.repeat(4) + "1\r\nx\r\n0\r\n\r\n" + request(victim, "1"));

            assertThat(http.read(PATIENCE).status()).isEqualTo(413);
            assertThat(http.awaitEnd(PATIENCE)).isIn(End.EOF, End.RESET);
            expectNothingBut("\"sentinel\"", victim, subscriber, carillon);
        }
    }

    @Test
    void aChunkedBodyIsTakenAndTheConnectionGoesOn(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("chunked");
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, channel);
                RawHttp http = RawHttp.connect(carillon.http("/"))) {
            String body = "{\"channel\":\"" + channel + "\",\"message\":1}";
            http.send(head("Transfer-Encoding: chunked") + "5\r\n" + body.substring(0, 5) + "\r\n"
                    + Integer.toHexString(body.length() - 5) + "\r\n" + body.substring(5) + "\r\n0\r\n\r\n");
            assertThat(http.read(PATIENCE).status()).isEqualTo(202);

            assertThat(http.send(request(channel, "2")).read(PATIENCE).status()).isEqualTo(202);

            assertThat(subscriber.next().data()).endsWith("\"message\":1}");
            assertThat(subscriber.next().data()).endsWith("\"message\":2}");
        }
    }

    /** Helidon takes no extensions; what matters is that it does not lose its place in the stream over one. */
    @Test
    void aChunkWithAnExtensionIsRefusedAndNothingBehindItIsRead(RunningCarillon carillon) {
        String victim = ChannelNames.fresh("smuggled");
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, victim);
                RawHttp http = RawHttp.connect(carillon.http("/"))) {
            http.send(head("Transfer-Encoding: chunked") + "2;x=y\r\n{}\r\n0\r\n\r\n" + request(victim, "1"));

            assertThat(http.read(PATIENCE).status()).isEqualTo(400);
            assertThat(http.awaitEnd(PATIENCE)).isIn(End.EOF, End.RESET);
            expectNothingBut("\"sentinel\"", victim, subscriber, carillon);
        }
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn(RunningCarillon carillon) {
        String body = "{\"channel\":\"expect\",\"message\":1}";
        try (RawHttp http = RawHttp.connect(carillon.http("/"))) {
            http.send(head("Content-Length: " + body.length(), "Expect: 100-continue"));
            assertThat(http.readHead(PATIENCE).status()).isEqualTo(100);

            assertThat(http.send(body).read(PATIENCE).status()).isEqualTo(202);
        }
    }

    @Test
    void aClientThatAsksFirstForTooMuchIsRefusedWithoutSending(RunningCarillon carillon) {
        try (RawHttp http = RawHttp.connect(carillon.http("/"))) {
            http.send(head("Content-Length: 262145", "Expect: 100-continue"));

            assertThat(http.read(PATIENCE).status()).isEqualTo(413);
        }
    }

    @Test
    void requestsInAPipelineAreAnsweredAndHeardInTheirOrder(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("pipeline");
        try (Subscriber subscriber = carillon.subscribe(Transport.WEBSOCKET, channel);
                RawHttp http = RawHttp.connect(carillon.http("/"))) {
            http.send(request(channel, "1") + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n" + request("", "2")
                    + request(channel, "3"));

            assertThat(http.read(PATIENCE).status()).isEqualTo(202);
            assertThat(http.read(PATIENCE).status()).isEqualTo(404);
            assertThat(http.read(PATIENCE).status()).isEqualTo(400);
            assertThat(http.read(PATIENCE).status()).isEqualTo(202);
            assertThat(subscriber.next().data()).endsWith("\"message\":1}");
            assertThat(subscriber.next().data()).endsWith("\"message\":3}");
        }
    }

    private static void expectNothingBut(
            String sentinel, String channel, Subscriber subscriber, RunningCarillon carillon) {
        carillon.publish(channel, sentinel);

        assertThat(subscriber.next().data())
                .isEqualTo("{\"channel\":\"" + channel + "\",\"message\":" + sentinel + "}");
    }

    private static String request(String channel, String json) {
        String body = "{\"channel\":\"" + channel + "\",\"message\":" + json + "}";
        return head("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length) + body;
    }

    private static String head(String... lines) {
        return "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String messageOf(int bytes) {
        String shell = "{\"channel\":\"large\",\"message\":\"\"}";
        return "{\"channel\":\"large\",\"message\":\"" + "x".repeat(bytes - shell.length()) + "\"}";
    }
}

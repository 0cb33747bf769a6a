package io.carillon.e2e.access;

import static io.carillon.e2e.access.Guarded.bearer;
import static io.carillon.e2e.access.Guarded.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.End;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.WsClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Tokens that end in the middle of a stream. How late the end is noticed is printed; the promise is a second, and a busy
 * machine must not turn it into a failure.
 */
@GuardedCarillon
class ExpiryTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void anEventStreamIsToldAndClosedWhenItsTokenEnds(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("ends");
        Instant end = endIn(3);
        String token = token().hearing("*").claim("exp", seconds(end)).text();

        try (var stream = SseClient.connect(bearer(carillon.strangersDial(Transport.SSE, channel), token))) {
            assertThat(stream.next(event -> event.event().equals("reconnect"), SOON)
                            .data())
                    .isEqualTo("{\"reason\":\"token-expired\"}");
            expectNotBefore(end);
            assertThat(stream.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(stream.awaitDisconnect(SOON)).isEqualTo(End.EOF);
        }
        assertThat(carillon.figures().value("push_edge_disconnects_total{reason=\"token-expired\",transport=\"sse\"}"))
                .isPositive();
    }

    @Test
    void aWebSocketIsToldAndClosedWith4401WhenItsTokenEnds(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("ends");
        Instant end = endIn(3);
        String token = token().hearing("*").claim("exp", seconds(end)).text();

        try (var socket = WsClient.connect(bearer(carillon.strangersDial(Transport.WEBSOCKET, channel), token))) {
            assertThat(socket.nextText(text -> text.contains("reconnect"), SOON))
                    .contains("token-expired");
            expectNotBefore(end);
            assertThat(socket.awaitClose(SOON).code()).isEqualTo(4401);
        }
    }

    @Test
    void aSessionThatATicketHasBegunEndsWithTheTokenAndItsCookieOpensNothingThen(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("ends");
        Instant end = endIn(4);
        String token = token().hearing("*").claim("exp", seconds(end)).text();
        String ticket = Guarded.ticket(Guarded.askTicket(carillon, channel, token, Guarded.PAGE));

        String session;
        try (var stream =
                SseClient.connect(Dial.to(carillon.http("/sse/messages?channels=" + channel + "&ticket=" + ticket))
                        .header("Origin", Guarded.PAGE))) {
            session = stream.headers().first("Set-Cookie").orElseThrow().split(";", 2)[0];
            assertThat(stream.next(event -> event.event().equals("reconnect"), SOON)
                            .data())
                    .isEqualTo("{\"reason\":\"token-expired\"}");
            expectNotBefore(end);
        }
        try (var again = SseClient.connect(carillon.strangersDial(Transport.SSE, channel)
                .header("Origin", Guarded.PAGE)
                .header("Cookie", session))) {
            assertThat(again.reply().status()).isEqualTo(401);
        }
    }

    private static Instant endIn(int seconds) {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond() + seconds);
    }

    private static String seconds(Instant end) {
        return String.valueOf(end.getEpochSecond());
    }

    private static void expectNotBefore(Instant end) {
        Duration late = Duration.between(end, Instant.now());
        System.out.println("the end of a token was told " + late.toMillis() + " ms after it");
        assertThat(late).isGreaterThan(Duration.ofMillis(-50));
    }
}

package io.carillon.e2e.access;

import static io.carillon.e2e.access.Guarded.PAGE;
import static io.carillon.e2e.access.Guarded.askTicket;
import static io.carillon.e2e.access.Guarded.ticket;
import static io.carillon.e2e.access.Guarded.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.WsClient;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages that cannot send a header, as browsers have them speak. */
@GuardedCarillon
class TicketsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void aPageListensWithATicketAndComesBackWithTheCookieThatItGot(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("page");
        double issued = tickets(carillon, "issued");
        double redeemed = tickets(carillon, "redeemed");
        String ticket = ticket(askTicket(carillon, channel, token().hearing("*").text(), PAGE));

        String session;
        try (var stream = SseClient.connect(page(carillon, Transport.SSE, channel + "&ticket=" + ticket))) {
            assertThat(stream.next(SOON).event()).isEqualTo("heartbeat");
            assertThat(stream.headers().first("Access-Control-Allow-Origin")).contains(PAGE);
            assertThat(stream.headers().first("Access-Control-Allow-Credentials"))
                    .contains("true");
            String cookie = stream.headers().first("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Max-Age=3");
            session = cookie.split(";", 2)[0];
        }
        try (var again =
                SseClient.connect(page(carillon, Transport.SSE, channel).header("Cookie", session))) {
            assertThat(again.next(SOON).event()).isEqualTo("heartbeat");
        }
        try (var socket =
                WsClient.connect(page(carillon, Transport.WEBSOCKET, channel).header("Cookie", session))) {
            assertThat(socket.nextText(SOON)).startsWith("{\"event\":\"ping\"");
        }
        assertThat(tickets(carillon, "issued") - issued).isEqualTo(1);
        assertThat(tickets(carillon, "redeemed") - redeemed).isEqualTo(1);
    }

    /** Edges keep nothing, so a ticket is good twice within its time; docs/security.md says so. */
    @Test
    void aTicketIsGoodTwiceWithinItsTimeForItsPageAndOverBothTransports(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("page");
        String ticket = ticket(askTicket(carillon, channel, token().hearing("*").text(), PAGE));

        try (var stream = SseClient.connect(page(carillon, Transport.SSE, channel + "&ticket=" + ticket));
                var socket = WsClient.connect(page(carillon, Transport.WEBSOCKET, channel + "&ticket=" + ticket))) {
            assertThat(stream.next(SOON).event()).isEqualTo("heartbeat");
            assertThat(socket.nextText(SOON)).startsWith("{\"event\":\"ping\"");
        }
    }

    @Test
    void aTicketIsGoodForItsPageItsChannelsAndNothingElse(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("page");
        String ticket = ticket(askTicket(carillon, channel, token().hearing("*").text(), PAGE));
        double otherPage = refusals(carillon, "ticket-page");
        double forged = refusals(carillon, "ticket");

        HttpReply withoutPage =
                Http.get(Dial.to(carillon.http("/sse/messages?channels=" + channel + "&ticket=" + ticket)));
        HttpReply otherChannel = Http.get(page(carillon, Transport.SSE, "other&ticket=" + ticket));
        HttpReply changed = Http.get(page(carillon, Transport.SSE, channel + "&ticket=" + ticket + "x"));
        HttpReply asToken = Guarded.publish(carillon, channel, ticket);

        assertThat(withoutPage.status()).isEqualTo(401);
        assertThat(withoutPage.text()).contains("ticket: given for another page");
        assertThat(otherChannel.status()).isEqualTo(403);
        assertThat(changed.status()).isEqualTo(401);
        assertThat(asToken.status()).isEqualTo(401);
        assertThat(refusals(carillon, "ticket-page") - otherPage).isEqualTo(1);
        assertThat(refusals(carillon, "ticket") - forged).isEqualTo(1);
    }

    @Test
    @Tag("long")
    void aTicketThatComesTooLateIsRefused(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("page");
        String ticket = ticket(askTicket(carillon, channel, token().hearing("*").text(), PAGE));

        Eventually.within(Duration.ofMinutes(2)).passes("the end of the ticket", () -> {
            HttpReply reply = refusedOrCut(page(carillon, Transport.SSE, channel + "&ticket=" + ticket));
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text()).contains("ticket: over (expected: redeemed within 30 s)");
        });
    }

    @Test
    void ticketsAreForPagesOfTheListOnly(RunningCarillon carillon) {
        HttpReply foreign = askTicket(carillon, "c", token().hearing("*").text(), "https://evil.example");
        HttpReply nobody = askTicket(carillon, "c", token().hearing("*").text(), "null");

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(nobody.status()).isEqualTo(403);
    }

    @Test
    void ticketsAreGivenForWhatTheTokenAllows(RunningCarillon carillon) {
        assertThat(askTicket(carillon, "a,b", token().hearing("a").text(), PAGE).status())
                .isEqualTo(403);
        assertThat(askTicket(carillon, "a", "nonsense", PAGE).status()).isEqualTo(401);
        // It would be good for every room.
        assertThat(askTicket(carillon, "room-*", token().hearing("*").text(), PAGE)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aTokenInACookieCountsUnlessAForeignPageSentIt(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("cookie");
        String cookie = "push_token=" + token().hearing("*").text();
        Dial plain = Dial.to(carillon.http("/sse/messages?channels=" + channel)).header("Cookie", cookie);

        try (var own = SseClient.connect(page(carillon, Transport.SSE, channel).header("Cookie", cookie));
                var noBrowser = SseClient.connect(plain)) {
            assertThat(own.next(SOON).event()).isEqualTo("heartbeat");
            assertThat(noBrowser.next(SOON).event()).isEqualTo("heartbeat");
        }
        double before = refusals(carillon, "foreign-page");
        for (String origin : new String[] {"https://evil.example", "null", PAGE + ".evil.example"}) {
            assertThat(Http.get(plain.header("Origin", origin)).status())
                    .as(origin)
                    .isEqualTo(401);
        }
        assertThat(Http.get(plain.header("Sec-Fetch-Site", "cross-site")).status())
                .isEqualTo(401);
        assertThat(refusals(carillon, "foreign-page") - before).isEqualTo(4);
    }

    @Test
    void aPageOfTheListMaySendWhatItNeedsAndAnotherMayNot(RunningCarillon carillon) {
        Dial preflight = Dial.to(carillon.http("/sse/messages?channels=c"))
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization, last-event-id");

        HttpReply listed = Http.send("OPTIONS", preflight.header("Origin", PAGE), Bytes.NONE);
        HttpReply foreign = Http.send("OPTIONS", preflight.header("Origin", "https://evil.example"), Bytes.NONE);

        assertThat(listed.status()).isEqualTo(204);
        assertThat(listed.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(listed.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(listed.header("Access-Control-Allow-Headers")).contains("Authorization", "Last-Event-ID");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
    }

    private static Dial page(RunningCarillon carillon, Transport transport, String query) {
        return Dial.to(carillon.http(transport.path() + "?channels=" + query)).header("Origin", PAGE);
    }

    /** Returns the answer; one that goes on as a stream is left after its head. */
    private static HttpReply refusedOrCut(Dial dial) {
        try (var stream = SseClient.connect(dial)) {
            if (stream.status() == 200) {
                throw new AssertionError("status: 200 (expected: a refusal)");
            }
            return stream.reply();
        }
    }

    private static double tickets(RunningCarillon carillon, String event) {
        return carillon.figures().value("push_auth_tickets_total{event=\"" + event + "\"}");
    }

    private static double refusals(RunningCarillon carillon, String reason) {
        return carillon.figures().value("push_auth_refusals_total{reason=\"" + reason + "\"}");
    }
}

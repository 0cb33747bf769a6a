package io.carillon.edge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.access.Revocation;
import io.carillon.runtime.auth.AccessMetrics;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Revocations;
import io.carillon.runtime.auth.TokenMaker;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.observe.Metrics;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.End;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.SseEvent;
import io.carillon.testkit.client.WsClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real clients at an edge that asks who they are. */
class AccessTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String SECRET = "a secret of thirty-two bytes, or more";
    private static final String PAGE = "https://app.example.com";

    private final Revocations revocations = Revocations.none();
    private OriginRule origins = OriginRule.of(List.of(PAGE));
    private RunningEdge edge = new RunningEdge(authenticator(), origins);

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void letsInWhoHasATokenForTheChannels() {
        try (var sse = SseClient.connect(edge.sse("news.a,news.b").header("Authorization", bearer("news.*", HOUR)));
                var webSocket =
                        WsClient.connect(edge.webSocket("news.a").header("Authorization", bearer("news.*", HOUR)))) {
            assertThat(sse.next(SOON).event()).isEqualTo("heartbeat");
            assertThat(webSocket.nextText(SOON)).startsWith("{\"event\":\"ping\"");
        }
    }

    @Test
    void saysWhatIsMissingToWhoHasNoToken() {
        HttpReply reply = refused(edge.sse("news"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(reply.text())
                .contains(
                        "no token (expected: Authorization: Bearer, a cookie push_token, or a ticket of POST /tickets)")
                .contains("\"code\":\"unauthenticated\"");
    }

    @Test
    void saysWhichChannelATokenDoesNotName() {
        HttpReply reply = refused(edge.sse("news.a,sport").header("Authorization", bearer("news.*", HOUR)));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).contains("channel: sport (expected: one that the token's push.subscribe names)");
    }

    @Test
    void tellsAWebSocketWhyItIsNotLetIn() {
        try (var stranger = WsClient.connect(edge.webSocket("news"));
                var curious = WsClient.connect(edge.webSocket("sport").header("Authorization", bearer("news", HOUR)))) {
            assertThat(stranger.nextText(SOON)).contains("\"code\":\"unauthenticated\"");
            assertThat(stranger.awaitClose(SOON).code()).isEqualTo(4401);
            assertThat(curious.nextText(SOON)).contains("\"code\":\"forbidden\"");
            assertThat(curious.awaitClose(SOON).code()).isEqualTo(4403);
        }
    }

    @Test
    void endsStreamsWhenTheirTokenEnds() {
        String token = bearer("news", Duration.ofSeconds(6));
        try (var sse = SseClient.connect(edge.sse("news").header("Authorization", token));
                var webSocket = WsClient.connect(edge.webSocket("news").header("Authorization", token))) {
            assertThat(sse.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(sse.events().getLast())
                    .extracting(SseEvent::event, SseEvent::data)
                    .containsExactly("reconnect", "{\"reason\":\"token-expired\"}");
            assertThat(webSocket.awaitClose(SOON).code()).isEqualTo(4401);
            assertThat(webSocket.texts().getLast()).contains("token-expired");
        }
    }

    @Test
    void endsTheStreamsOfWhomIsRevokedAndLetsThemInNoMore() {
        String token = bearer("news", HOUR);
        try (var sse = SseClient.connect(edge.sse("news").header("Authorization", token))) {
            assertThat(sse.next(SOON).event()).isEqualTo("heartbeat");
            revocations.onAdded(edge.engine::revoke);
            long now = InstantSource.system().millis();

            revocations.add(new Revocation(Revocation.subjectKey("alice"), now, now + 60_000));

            assertThat(sse.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(sse.events().getLast().data()).isEqualTo("{\"reason\":\"token-revoked\"}");
            HttpReply reply = refused(edge.sse("news").header("Authorization", token));
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text()).contains("token: revoked");
        }
    }

    @Test
    void endsTheStreamOfWhomWasOnTheWayInWhenTheRevocationCame() {
        long now = InstantSource.system().millis();
        // The door has not heard of it, as if it had looked a moment before.
        edge.engine.revoke(new Revocation(Revocation.subjectKey("alice"), now, now + 60_000));

        try (var sse = SseClient.connect(edge.sse("news").header("Authorization", bearer("news", HOUR)))) {
            assertThat(sse.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(sse.events().getLast().data()).isEqualTo("{\"reason\":\"token-revoked\"}");
        }
    }

    @Test
    void letsNobodyInBeforeItKnowsWhoIsRevoked() {
        edge.close();
        edge = new RunningEdge(authenticator(Revocations.awaited()), origins);

        try (var sse = SseClient.connect(edge.sse("news").header("Authorization", bearer("news", HOUR)))) {
            assertThat(sse.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
            assertThat(sse.events().getLast().data()).isEqualTo("{\"reason\":\"not-ready\"}");
        }
    }

    @Test
    void givesAPageATicketAndACookieForTheTimeAfter() {
        String ticket = ticket("news.a,news.b", PAGE, bearer("news.*", HOUR));

        String cookie;
        try (var first =
                SseClient.connect(edge.sse("news.a,news.b&ticket=" + ticket).header("Origin", PAGE))) {
            assertThat(first.next(SOON).event()).isEqualTo("heartbeat");
            assertThat(first.headers().first("Access-Control-Allow-Origin")).contains(PAGE);
            cookie = first.headers().first("Set-Cookie").orElseThrow();
        }

        assertThat(cookie).contains("; HttpOnly; SameSite=Strict; Max-Age=3");
        String session = cookie.substring(0, cookie.indexOf(';'));
        try (var again =
                SseClient.connect(edge.sse("news.a").header("Origin", PAGE).header("Cookie", "other=1; " + session))) {
            assertThat(again.next(SOON).event()).isEqualTo("heartbeat");
        }
        assertThat(refused(edge.sse("news.c").header("Origin", PAGE).header("Cookie", session))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void redeemsATicketForItsPageAndItsChannelsOnly() {
        String ticket = ticket("news.a", PAGE, bearer("*", HOUR));

        assertThat(refused(edge.sse("news.a&ticket=" + ticket)).text()).contains("ticket: given for another page");
        assertThat(refused(edge.sse("news.b&ticket=" + ticket).header("Origin", PAGE))
                        .status())
                .isEqualTo(403);
        assertThat(refused(edge.sse("news.a&ticket=" + ticket + "x").header("Origin", PAGE))
                        .text())
                .contains("ticket: not one of ours");
        // A ticket is not a token, though both are signed texts of three parts.
        assertThat(refused(edge.sse("news.a").header("Authorization", "Bearer " + ticket))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void takesTicketsOfItsOwnPagesWhoseBrowserNamesNoOrigin() {
        origins = OriginRule.sameHost();
        edge.close();
        edge = new RunningEdge(authenticator(), origins);
        String ticket = ticket("news", "http://127.0.0.1:" + edge.port(), bearer("*", HOUR));

        try (var sse = SseClient.connect(edge.sse("news&ticket=" + ticket).header("Sec-Fetch-Site", "same-origin"))) {
            assertThat(sse.next(SOON).event()).isEqualTo("heartbeat");
        }
        assertThat(refused(edge.sse("news&ticket=" + ticket).header("Sec-Fetch-Site", "cross-site"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void takesATokenFromACookieUnlessAForeignPageSentIt() {
        String cookie = "push_token=" + bearer("news", HOUR).substring("Bearer ".length());

        try (var sse = SseClient.connect(edge.sse("news").header("Cookie", cookie))) {
            assertThat(sse.next(SOON).event()).isEqualTo("heartbeat");
        }
        assertThat(refused(edge.sse("news").header("Cookie", cookie).header("Origin", "https://evil.example"))
                        .text())
                .contains("cookie: sent from a foreign page");
    }

    private String ticket(String channels, String page, String token) {
        var dial = Dial.to("http://127.0.0.1:" + edge.port() + "/tickets?channels=" + channels);
        try (var http = RawHttp.connect(dial)) {
            HttpReply reply = http.send("POST /tickets?channels=" + channels + " HTTP/1.1\r\nHost: 127.0.0.1:"
                            + edge.port() + "\r\nOrigin: " + page + "\r\nAuthorization: " + token
                            + "\r\nContent-Length: 0\r\n\r\n")
                    .read(SOON);
            assertThat(reply.status()).as(reply.text()).isEqualTo(201);
            String text = reply.text();
            int from = text.indexOf(":\"") + 2;
            return text.substring(from, text.indexOf('"', from));
        }
    }

    private static HttpReply refused(Dial dial) {
        try (var sse = SseClient.connect(dial)) {
            return sse.reply();
        }
    }

    private static String bearer(String subscribe, Duration life) {
        return "Bearer "
                + new TokenMaker(SECRET)
                        .make(
                                "alice",
                                "carillon",
                                List.of(),
                                List.of(subscribe),
                                false,
                                InstantSource.system().instant(),
                                life);
    }

    private Authenticator authenticator() {
        return authenticator(revocations);
    }

    private Authenticator authenticator(Revocations revocations) {
        var settings = Settings.load(ConfigSources.of(
                Map.of("PUSH_AUTH_SECRET", SECRET, "PUSH_AUTH_LEEWAY_DURATION", "0s"), new Properties()));
        return new Authenticator(
                AuthConfig.from(settings),
                origins,
                revocations,
                InstantSource.system(),
                new AccessMetrics(new Metrics()));
    }
}

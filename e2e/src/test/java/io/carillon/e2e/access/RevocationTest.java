package io.carillon.e2e.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Token;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.SseClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One call ends what somebody has, for streams and for publishing, and a restart changes nothing about it. */
class RevocationTest {

    private static final String SECRET = "a secret of thirty-two bytes, or more";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DataFolder FOLDER = new DataFolder();
    private static final DevCommand COMMAND = DevCommand.in(FOLDER.path())
            .with("push.auth.mode", "jwt")
            .with("push.auth.secret", SECRET)
            .with("push.auth.leeway.duration", "0s");

    private static RunningCarillon carillon = RunningCarillon.start(COMMAND);

    @BeforeAll
    static void isThere() {
        assertThat(carillon.readiness()).isEqualTo(200);
    }

    @AfterAll
    static void end() {
        carillon.close();
        FOLDER.close();
    }

    @Test
    void endsStreamsOfBothKindsAndPublishingAndCountsAfterAKillOfEverything() {
        String channel = ChannelNames.fresh("revoked");
        String alice = Token.signedWith(SECRET)
                .publishing("*")
                .hearing("*")
                .of("alice")
                .text();
        String bob =
                Token.signedWith(SECRET).publishing("*").hearing("*").of("bob").text();
        try (Subscriber sse = subscribe(Transport.SSE, channel, alice);
                Subscriber ws = subscribe(Transport.WEBSOCKET, channel, alice);
                Subscriber other = subscribe(Transport.SSE, channel, bob)) {
            assertThat(publish(channel, alice).status()).isEqualTo(202);
            assertThat(other.next("message").data()).contains("true");

            assertThat(revoke("subject=alice").status()).isEqualTo(204);

            for (Subscriber subscriber : new Subscriber[] {sse, ws}) {
                assertThat(subscriber.next("reconnect").data()).contains("token-revoked");
            }
            assertThat(publish(channel, alice).status()).isEqualTo(401);
            assertThat(publish(channel, bob).status()).isEqualTo(202);
            assertThat(other.next("message").data()).contains("true");
        }

        carillon.process().kill();
        assertThat(carillon.process().awaitExit(PATIENCE)).isEqualTo(137);
        carillon = RunningCarillon.start(COMMAND);

        assertThat(publish(channel, alice).text()).contains("token: revoked (expected: a new one)");
        assertThat(knock(channel, alice).text()).contains("token: revoked (expected: a new one)");
        assertThat(publish(channel, bob).status()).isEqualTo(202);
    }

    @Test
    void endsOneTokenAndNotTheOthersOfItsPrincipal() {
        String channel = ChannelNames.fresh("revoked");
        String lost = Token.signedWith(SECRET)
                .publishing("*")
                .of("carol")
                .claim("jti", "\"lost\"")
                .text();
        String kept = Token.signedWith(SECRET).publishing("*").of("carol").text();

        assertThat(revoke("token=lost").status()).isEqualTo(204);

        assertThat(publish(channel, lost).status()).isEqualTo(401);
        assertThat(publish(channel, kept).status()).isEqualTo(202);
    }

    /** Neither may come back when the revocation is forgotten: it is too late to be about the one, or too old for the other. */
    @Test
    void isNotEscapedByATokenOfTheFutureNorByOneOfNoTime() {
        String channel = ChannelNames.fresh("revoked");
        long hourOn = Instant.now().getEpochSecond() + 3600;
        Token later = Token.signedWith(SECRET)
                .publishing("*")
                .of("frank")
                .claim("iat", String.valueOf(hourOn))
                .endingIn(7200);
        Token undated = Token.signedWith(SECRET).publishing("*").of("frank").without("iat");

        assertThat(revoke("subject=frank").status()).isEqualTo(204);

        assertThat(publish(channel, later.text()).text())
                .contains("token: iat: " + Instant.ofEpochSecond(hourOn) + " is yet to come");
        assertThat(publish(channel, undated.text()).text()).contains("token: iat: none");
    }

    @Test
    void endsASessionThatATicketHasBegun() {
        String channel = ChannelNames.fresh("revoked");
        String token = Token.signedWith(SECRET).hearing("*").of("dave").text();
        String ticket = ticket(channel, token);
        try (var page = SseClient.connect(page(channel + "&ticket=" + ticket))) {
            String session = page.headers().first("Set-Cookie").orElseThrow().split(";", 2)[0];
            assertThat(page.next(PATIENCE).event()).isEqualTo("heartbeat");

            assertThat(revoke("subject=dave").status()).isEqualTo(204);

            assertThat(page.next(event -> event.event().equals("reconnect"), PATIENCE)
                            .data())
                    .contains("token-revoked");
            assertThat(Http.get(page(channel).header("Cookie", session)).status())
                    .isEqualTo(401);
            assertThat(Http.get(page(channel + "&ticket=" + ticket)).status()).isEqualTo(401);
        }
    }

    @Test
    void isNotForEverybody() {
        String token = Token.signedWith(SECRET).publishing("*").of("eve").text();

        HttpReply reply =
                Http.post(bearer(Dial.to(carillon.management("/revocations?subject=bob")), token), "text/plain", "");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(Http.post(Dial.to(carillon.management("/revocations?subject=bob")), "text/plain", "")
                        .status())
                .isEqualTo(401);
    }

    private static HttpReply revoke(String query) {
        String operator = Token.signedWith(SECRET)
                .of("operator")
                .claim("push", "{\"operate\":true}")
                .text();
        return Http.post(bearer(Dial.to(carillon.management("/revocations?" + query)), operator), "text/plain", "");
    }

    private static Subscriber subscribe(Transport transport, String channel, String token) {
        return carillon.subscribe(transport, bearer(carillon.strangersDial(transport, channel), token));
    }

    private static HttpReply knock(String channel, String token) {
        return Http.get(bearer(carillon.strangersDial(Transport.SSE, channel), token));
    }

    private static HttpReply publish(String channel, String token) {
        return Http.post(
                bearer(Dial.to(carillon.http("/messages")), token),
                "application/json",
                "{\"channel\":\"" + channel + "\",\"message\":true}");
    }

    private static String ticket(String channel, String token) {
        HttpReply reply =
                Http.post(bearer(Dial.to(carillon.http("/tickets?channels=" + channel)), token), "text/plain", "");
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.text().replaceFirst(".*\"ticket\":\"([^\"]+)\".*", "$1");
    }

    private static Dial page(String query) {
        return Dial.to(carillon.http("/sse/messages?channels=" + query)).header("Sec-Fetch-Site", "same-origin");
    }

    private static Dial bearer(Dial dial, String token) {
        return dial.header("Authorization", "Bearer " + token);
    }
}

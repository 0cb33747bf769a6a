package io.carillon.e2e.access;

import static io.carillon.e2e.access.Guarded.knock;
import static io.carillon.e2e.access.Guarded.publish;
import static io.carillon.e2e.access.Guarded.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Token;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import io.carillon.testkit.client.WsClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are good, and all those that are not, at a process that asks for them. */
@GuardedCarillon
class TokensTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** What is spoilt, how, and the reason under which the refusal is counted. */
    private record Spoilt(String what, UnaryOperator<Token> how, String reason) {}

    private static final List<Spoilt> SPOILT = List.of(
            new Spoilt("alg none", token -> token.head("alg", "\"none\""), "malformed"),
            new Spoilt("alg that is not taken", token -> token.head("alg", "\"HS512\""), "algorithm"),
            new Spoilt("alg of a key that is not there", token -> token.head("alg", "\"RS256\""), "key"),
            new Spoilt("wrong iss", token -> token.claim("iss", "\"https://evil.example\""), "issuer"),
            new Spoilt("no iss", token -> token.without("iss"), "issuer"),
            new Spoilt("wrong aud", token -> token.claim("aud", "\"other\""), "audience"),
            new Spoilt("no aud", token -> token.without("aud"), "audience"),
            new Spoilt("type of an ID token's kind", token -> token.head("typ", "\"id+jwt\""), "type"),
            new Spoilt("ended beyond the leeway", token -> token.endingIn(-6), "expired"),
            new Spoilt("begins in an hour", token -> token.claim("nbf", "99999999999"), "early"),
            new Spoilt("no exp", token -> token.without("exp"), "expired"),
            new Spoilt("exp as text", token -> token.claim("exp", "\"tomorrow\""), "malformed"),
            new Spoilt("exp beyond all numbers", token -> token.claim("exp", "1e400"), "malformed"),
            new Spoilt("lives for a year", token -> token.endingIn(365 * 86_400), "life"),
            new Spoilt("no iat", token -> token.without("iat"), "life"),
            new Spoilt("iat as text", token -> token.claim("iat", "\"today\""), "malformed"),
            new Spoilt("made in the future", token -> token.claim("iat", "99999999999"), "early"),
            new Spoilt("no sub", token -> token.without("sub"), "claims"),
            new Spoilt("rights that are none", token -> token.claim("push", "{\"publish\":7}"), "claims"),
            new Spoilt("critical header", token -> token.head("crit", "[\"exp\"]"), "type"),
            new Spoilt(
                    "unknown critical header",
                    token -> token.head("crit", "[\"x\"]").head("x", "1"),
                    "type"),
            new Spoilt(
                    "2,000 levels of JSON",
                    token -> token.claim("deep", "[".repeat(2_000) + "]".repeat(2_000)),
                    "malformed"));

    @TestFactory
    Stream<DynamicTest> aTokenThatIsSpoiltOpensNothingAndIsCountedByReason(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("spoilt");
        return SPOILT.stream()
                .map(spoilt -> DynamicTest.dynamicTest(spoilt.what(), () -> {
                    String token = spoilt.how().apply(good()).text();
                    double before = refusals(carillon, spoilt.reason());

                    for (HttpReply reply :
                            List.of(publish(carillon, channel, token), knock(carillon, channel, token))) {
                        assertThat(reply.status()).as(reply.text()).isEqualTo(401);
                        assertThat(reply.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
                        assertThat(reply.text()).contains("\"code\":\"unauthenticated\"", "(expected: ");
                    }
                    assertThat(refusals(carillon, spoilt.reason()) - before).isEqualTo(2);
                }));
    }

    @Test
    void aTokenThatIsGoodOpensWhatItNames(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("good");
        String token = good().text();

        try (Subscriber subscriber = carillon.subscribe(
                Transport.SSE, Guarded.bearer(carillon.strangersDial(Transport.SSE, channel), token))) {
            assertThat(publish(carillon, channel, token).status()).isEqualTo(202);
            assertThat(subscriber.next("message").data()).contains(channel);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b.c", "....", "\u00e9.\u00e9.\u00e9", "Bearer"})
    void whatIsNoTokenIsRefused(String token, RunningCarillon carillon) {
        assertThat(publish(carillon, "c", token).status()).isEqualTo(401);
    }

    @Test
    void aTokenWithAnotherSecretsSignatureIsRefused(RunningCarillon carillon) {
        String forged = Token.signedWith("another secret of thirty-two bytes and more")
                .claim("iss", "\"https://id.example\"")
                .publishing("*")
                .text();
        String cut = good().text().replaceFirst("\\.[^.]*$", ".");

        assertThat(publish(carillon, "c", forged).text()).contains("token: its signature is not good");
        assertThat(publish(carillon, "c", cut).status()).isEqualTo(401);
    }

    /** The key that a token brings along would make everybody an authority. */
    @Test
    void aKeyThatTheTokenBringsOrPointsToIsNotLookedAt(RunningCarillon carillon) {
        var brought = Map.of(
                "jwk",
                        "{\"kty\":\"oct\",\"k\":\""
                                + Token.encode("x".repeat(32).getBytes(StandardCharsets.US_ASCII)) + "\"}",
                "jku", "\"https://evil.example/keys\"",
                "x5u", "\"https://evil.example/certificate\"");
        brought.forEach((name, value) -> {
            String token = Token.signedWith("x".repeat(32))
                    .claim("iss", "\"https://id.example\"")
                    .publishing("*")
                    .head(name, value)
                    .text();

            assertThat(publish(carillon, "c", token).status()).as(name).isEqualTo(401);
        });
    }

    /** A key's name is looked up among those that are known, and nowhere else. */
    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "' or 1=1 --", "https://evil.example/key"})
    void aKeysNameIsNeverFollowed(String name, RunningCarillon carillon) {
        String token = Token.signedWith("x")
                .claim("iss", "\"https://id.example\"")
                .publishing("*")
                .head("kid", '"' + name + '"')
                .text();

        assertThat(publish(carillon, "c", token).status()).isEqualTo(401);
    }

    @Test
    void aTokenThatIsTooLongIsRefusedWithoutBeingRead(RunningCarillon carillon) {
        String long9000 = good().claim("filler", '"' + "x".repeat(6_500) + '"').text();

        assertThat(publish(carillon, "c", long9000).status()).isEqualTo(401);
        assertThat(publish(carillon, "c", "x".repeat(100_000)).status()).isEqualTo(431);
    }

    @Test
    void withoutATokenTheAnswerSaysExactlyWhatIsMissing(RunningCarillon carillon) {
        String missing =
                "no token (expected: Authorization: Bearer, a cookie push_token, or a ticket of POST /tickets)";
        HttpReply publish = Http.postJson(carillon.http("/messages"), "{\"channel\":\"c\",\"message\":1}");
        HttpReply listen = Http.get(carillon.strangersDial(Transport.SSE, "c"));
        HttpReply ticket = Http.post(Dial.to(carillon.http("/tickets?channels=c")), "text/plain", "");

        for (HttpReply reply : List.of(publish, listen, ticket)) {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text()).contains(missing);
        }
        try (var socket = WsClient.connect(carillon.strangersDial(Transport.WEBSOCKET, "c"))) {
            assertThat(socket.nextText(SOON)).contains(missing);
            assertThat(socket.awaitClose(SOON).code()).isEqualTo(4401);
        }
    }

    @Test
    void anotherSchemeIsNoToken(RunningCarillon carillon) {
        Dial basic = Dial.to(carillon.http("/messages")).header("Authorization", "Basic YTpi");

        assertThat(Http.post(basic, "application/json", "{}").status()).isEqualTo(401);
    }

    /** Names are compared as the channels that they are, however they are spelt in a URL or in JSON. */
    @ParameterizedTest
    @ValueSource(strings = {"secret", "%73ecret", "%2573ecret", "\uff53ecret", "news%2Fx"})
    void aChannelThatIsNotGrantedIsForbiddenHoweverItIsSpelt(String spelt, RunningCarillon carillon) {
        String token = token().publishing("news.*").hearing("news.*").text();
        Dial publish = Guarded.bearer(
                Dial.to(carillon.http("/channels/" + spelt.replace("\uff53", "%EF%BD%93") + "/messages")), token);
        Dial listen = Guarded.bearer(
                Dial.to(carillon.http("/sse/messages?channels=" + spelt.replace("\uff53", "%EF%BD%93"))), token);

        assertThat(Http.post(publish, "text/plain", "x").status()).isEqualTo(403);
        assertThat(Http.get(listen).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void thePastIsForThoseOnlyWhoMayHearTheChannel(Transport transport, RunningCarillon carillon) {
        String open = ChannelNames.fresh("open");
        String closed = ChannelNames.fresh("closed");
        carillon.publish(open, "1");
        String cursor = carillon.publish(closed, "2").id();
        String token = token().hearing(open).text();

        for (String place : List.of("earliest", cursor, "last:5")) {
            Dial both = Guarded.bearer(
                    Dial.to(carillon.http(transport.path() + "?channels=" + open + ',' + closed + "&since=" + place)),
                    token);
            if (transport == Transport.SSE) {
                assertThat(Http.get(both).status()).as(place).isEqualTo(403);
            } else {
                try (var socket = WsClient.connect(both)) {
                    assertThat(socket.awaitClose(SOON).code()).as(place).isEqualTo(4403);
                    assertThat(socket.texts()).allMatch(text -> !text.contains("\"message\""));
                }
            }
        }
        // Another channel's cursor opens what the token opens, and no more.
        try (Subscriber subscriber = transport.open(Guarded.bearer(
                Dial.to(carillon.http(transport.path() + "?channels=" + open + "&since=earliest")), token))) {
            assertThat(subscriber.next("message").data()).contains(open);
        }
    }

    @Test
    void aChannelThatIsAddedLaterIsLookedAtAsWell(RunningCarillon carillon) {
        String open = ChannelNames.fresh("open");
        String closed = ChannelNames.fresh("closed");
        carillon.publish(closed, "2");
        String token = token().hearing(open).text();

        try (var socket = WsClient.connect(Guarded.bearer(carillon.strangersDial(Transport.WEBSOCKET, open), token))) {
            socket.sendText(
                    "{\"event\":\"subscribe\",\"data\":{\"channels\":[\"" + closed + "\"],\"since\":\"earliest\"}}");

            assertThat(socket.nextText(text -> text.contains("error"), SOON)).contains("\"code\":\"forbidden\"");
        }
    }

    /** A client that asks before it sends must not be made to send what nobody will read. */
    @Test
    void whoAsksFirstWithABadTokenIsRefusedWithoutSendingItsBody(RunningCarillon carillon) {
        try (var http = RawHttp.connect(carillon.http("/"))) {
            String fields = "Content-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue";
            HttpReply reply = http.send("POST /messages HTTP/1.1\r\nHost: h\r\n" + fields
                            + "\r\nAuthorization: Bearer nonsense\r\n\r\n")
                    .read(SOON);

            assertThat(reply.status()).isEqualTo(401);
        }
    }

    private static Token good() {
        return token().publishing("*").hearing("*");
    }

    private static double refusals(RunningCarillon carillon, String reason) {
        return carillon.figures().value("push_auth_refusals_total{reason=\"" + reason + "\"}");
    }
}

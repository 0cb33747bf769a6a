package io.carillon.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.core.error.ErrorCode;
import io.carillon.runtime.http.OriginRule;
import io.carillon.testkit.client.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private static final HttpHeaders SOUND = HttpHeaders.NONE
            .with("Host", "push.example.com")
            .with("Upgrade", "websocket")
            .with("Connection", "Upgrade")
            .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
            .with("Sec-WebSocket-Version", "13");

    private final Handshake handshake = new Handshake(OriginRule.sameHost(), List.of("carillon.v1", "carillon.v2"));

    @Test
    void acceptsTheRequestThatTheRfcShows() {
        HandshakeOutcome outcome = judge(SOUND);

        assertThat(outcome).isEqualTo(new HandshakeOutcome.Accepted("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", null));
        assertThat(((HandshakeOutcome.Accepted) outcome).headers())
                .containsExactly(
                        entry("Upgrade", "websocket"),
                        entry("Connection", "Upgrade"),
                        entry("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "WebSocket", "WEBSOCKET", "h2c, websocket", "websocket,h2c"})
    void readsUpgradeAsAListInAnyCase(String upgrade) {
        assertThat(judge(with("Upgrade", upgrade))).isInstanceOf(HandshakeOutcome.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "Upgrade", "keep-alive, Upgrade", "keep-alive,upgrade"})
    void readsConnectionAsAListInAnyCase(String connection) {
        assertThat(judge(with("Connection", connection))).isInstanceOf(HandshakeOutcome.Accepted.class);
    }

    @Test
    void readsListsOverSeveralLines() {
        HttpHeaders headers = with("Connection", "keep-alive").with("Connection", "Upgrade");

        assertThat(judge(headers)).isInstanceOf(HandshakeOutcome.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "OPTIONS", "get"})
    void refusesOtherMethods(String method) {
        assertThat(handshake.judge(method, "1.1", SOUND::all))
                .isEqualTo(new HandshakeOutcome.Refused(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        Map.of("Allow", "GET"),
                        "method: " + method + " (expected: GET)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "2.0"})
    void refusesOtherVersionsOfHttp(String version) {
        HandshakeOutcome outcome = handshake.judge("GET", version, SOUND::all);

        assertThat(refusal(outcome).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h2c", "websockets", "web socket"})
    void asksForAnUpgradeWhereThereIsNone(String upgrade) {
        HandshakeOutcome.Refused refused = refusal(judge(with("Upgrade", upgrade)));

        assertThat(refused.status()).isEqualTo(426);
        assertThat(refused.headers()).containsEntry("Upgrade", "websocket").containsEntry("Connection", "Upgrade");
        assertThat(refusal(judge(without("Upgrade"))).reason()).isEqualTo("Upgrade: absent (expected: websocket)");
    }

    @Test
    void refusesAConnectionThatDoesNotUpgrade() {
        assertThat(refusal(judge(without("Connection"))).status()).isEqualTo(400);
        assertThat(refusal(judge(with("Connection", "keep-alive"))).reason())
                .isEqualTo("Connection: keep-alive (expected: Upgrade)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "0", "14", "013", "13, 8", "", "x"})
    void namesTheVersionItSpeaks(String version) {
        HandshakeOutcome.Refused refused = refusal(judge(with("Sec-WebSocket-Version", version)));

        assertThat(refused.status()).isEqualTo(426);
        assertThat(refused.headers()).containsEntry("Sec-WebSocket-Version", "13");
    }

    @Test
    void refusesAMissingVersionAndARepeatedOne() {
        assertThat(refusal(judge(without("Sec-WebSocket-Version"))).status()).isEqualTo(426);
        assertThat(refusal(judge(SOUND.with("Sec-WebSocket-Version", "13"))).status())
                .isEqualTo(426);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZQ=",
                "dGhlIHNhbXBsZSBub25jZXM=",
                "dGhlIHNhbXBsZSBub25jZXMx",
                "dGhlIHNhbXBsZS-ub25jZQ==",
                "dGhlIHNhbXBsZSBub25jZQ== x"
            })
    void refusesAKeyThatIsNot16Bytes(String key) {
        assertThat(refusal(judge(with("Sec-WebSocket-Key", key))).status()).isEqualTo(400);
    }

    @Test
    void refusesAMissingKeyAndTwoKeys() {
        assertThat(refusal(judge(without("Sec-WebSocket-Key"))).status()).isEqualTo(400);
        assertThat(refusal(judge(SOUND.with("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "push.example.com, http://push.example.com",
        "push.example.com, https://push.example.com",
        "push.example.com, https://PUSH.example.com",
        "push.example.com:443, https://push.example.com",
        "push.example.com, http://push.example.com:80",
        "push.example.com:8080, http://push.example.com:8080",
        "127.0.0.1:8080, http://127.0.0.1:8080",
        "[::1]:8080, http://[::1]:8080"
    })
    void letsInPagesOfTheSameHost(String host, String origin) {
        assertThat(judge(with("Host", host).with("Origin", origin))).isInstanceOf(HandshakeOutcome.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "push.example.com, http://evil.example",
        "push.example.com, null",
        "push.example.com, http://push.example.com.evil.example",
        "push.example.com, http://evil.push.example.com",
        "push.example.com, http://push.example.com:8080",
        "push.example.com:8080, http://push.example.com",
        "push.example.com, http://push.example.com/",
        "push.example.com, http://user@push.example.com",
        "push.example.com, push.example.com",
        "push.example.com, file://",
        "push.example.com, http://",
        "push.example.com, ''"
    })
    void keepsOutPagesOfOtherHosts(String host, String origin) {
        HandshakeOutcome.Refused refused = refusal(judge(with("Host", host).with("Origin", origin)));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.reason()).isEqualTo("Origin: " + origin + " (expected: one that may connect here)");
    }

    @Test
    void keepsOutARequestWithTwoOrigins() {
        HttpHeaders headers = SOUND.with("Origin", "http://push.example.com").with("Origin", "http://push.example.com");

        assertThat(refusal(judge(headers)).status()).isEqualTo(403);
    }

    @Test
    void letsInExactlyThePagesOfTheList() {
        var listed = new Handshake(OriginRule.of(List.of("https://app.example.com")), List.of());

        assertThat(listed.judge("GET", "1.1", SOUND.with("Origin", "https://app.example.com")::all))
                .isInstanceOf(HandshakeOutcome.Accepted.class);
        assertThat(listed.judge("GET", "1.1", SOUND::all)).isInstanceOf(HandshakeOutcome.Accepted.class);
        for (String origin : List.of(
                "http://app.example.com",
                "https://app.example.com.evil.example",
                "https://app.example.com:8443",
                "https://push.example.com",
                "null")) {
            assertThat(refusal(listed.judge("GET", "1.1", SOUND.with("Origin", origin)::all))
                            .status())
                    .as(origin)
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "*",
                "https://*.example.com",
                "app.example.com",
                "https://app.example.com/",
                "HTTPS://a.b"
            })
    void refusesAListWithSomethingElseThanOrigins(String origin) {
        assertThatThrownBy(() -> OriginRule.of(List.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("origin: " + origin + " (expected: scheme://host or scheme://host:port, in lower case)");
    }

    @ParameterizedTest
    @CsvSource({
        "carillon.v2, carillon.v2",
        "'carillon.v2, carillon.v1', carillon.v2",
        "'other, carillon.v1', carillon.v1",
        "other,",
        "CARILLON.V1,"
    })
    void choosesTheFirstSubprotocolItSpeaks(String offered, String chosen) {
        var accepted = (HandshakeOutcome.Accepted) judge(SOUND.with("Sec-WebSocket-Protocol", offered));

        assertThat(accepted.chosen()).isEqualTo(chosen);
        assertThat(accepted.headers().get("Sec-WebSocket-Protocol")).isEqualTo(chosen);
    }

    @Test
    void declinesExtensions() {
        var accepted = (HandshakeOutcome.Accepted) judge(SOUND.with("Sec-WebSocket-Extensions", "permessage-deflate"));

        assertThat(accepted.headers()).doesNotContainKey("Sec-WebSocket-Extensions");
    }

    private HandshakeOutcome judge(HttpHeaders headers) {
        return handshake.judge("GET", "1.1", headers::all);
    }

    private static HandshakeOutcome.Refused refusal(HandshakeOutcome outcome) {
        assertThat(outcome).isInstanceOf(HandshakeOutcome.Refused.class);
        return (HandshakeOutcome.Refused) outcome;
    }

    private static HttpHeaders with(String name, String value) {
        return without(name).with(name, value);
    }

    private static HttpHeaders without(String name) {
        return new HttpHeaders(
                SOUND.lines().stream().filter(line -> !line.name().equals(name)).toList());
    }
}

package io.carillon.runtime.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.access.Principal;
import io.carillon.core.access.Rights;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.http.PublicListener;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevocationRouteTest {

    private static final String SECRET = "a secret of thirty-two bytes, or more";

    private final Revocations revocations = new Revocations();
    private final PublicListener listener = PublicListener.builder()
            .host("127.0.0.1")
            .port(0)
            .contribute(routing ->
                    routing.register(new RevocationRoute(authenticator(), InstantSource.system(), revocations)))
            .build();

    @BeforeEach
    void listen() {
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void revokesWhatWasMadeBeforeAndNothingThatIsMadeLater() {
        long now = InstantSource.system().millis();

        HttpReply reply = revoke("subject=alice", token(true));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(revocations.covers(alice(now - 1000))).isTrue();
        assertThat(revocations.covers(alice(now + 3_600_000))).isFalse();
        assertThat(revocations.covers(new Principal("bob", "", Rights.NONE, 0, Long.MAX_VALUE)))
                .isFalse();
    }

    @Test
    void isForThoseWhoMayOperate() {
        assertThat(revoke("subject=alice", token(false)).status()).isEqualTo(403);
        assertThat(revoke("subject=alice", "none").status()).isEqualTo(401);
        assertThat(revocations.size()).isZero();
    }

    @Test
    void needsAName() {
        assertThat(revoke("subject=", token(true)).status()).isEqualTo(400);
        assertThat(revoke("who=alice", token(true)).status()).isEqualTo(400);
        assertThat(revoke("token=" + "a".repeat(256), token(true)).status()).isEqualTo(400);
    }

    private static Principal alice(long issuedAtMillis) {
        return new Principal("alice", "t-1", Rights.NONE, issuedAtMillis, Long.MAX_VALUE);
    }

    private HttpReply revoke(String query, String token) {
        try (var http = RawHttp.connect(Dial.to("http://127.0.0.1:" + listener.port() + "/"))) {
            return http.send("POST /revocations?" + query + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .read(Duration.ofSeconds(20));
        }
    }

    private static String token(boolean operate) {
        return new TokenMaker(SECRET)
                .make(
                        "operator",
                        "carillon",
                        List.of(),
                        List.of(),
                        operate,
                        InstantSource.system().instant(),
                        Duration.ofHours(1));
    }

    private static Authenticator authenticator() {
        var settings = Settings.load(ConfigSources.of(Map.of("PUSH_AUTH_SECRET", SECRET), new Properties()));
        return new Authenticator(
                AuthConfig.from(settings), OriginRule.sameHost(), new Revocations(), InstantSource.system());
    }
}

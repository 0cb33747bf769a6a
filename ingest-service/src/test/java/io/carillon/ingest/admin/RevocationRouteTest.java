package io.carillon.ingest.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.access.Principal;
import io.carillon.core.access.Revocation;
import io.carillon.core.access.Rights;
import io.carillon.runtime.auth.AccessMetrics;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Revocations;
import io.carillon.runtime.auth.TokenMaker;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.http.PublicListener;
import io.carillon.runtime.observe.Metrics;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevocationRouteTest {

    private static final String SECRET = "a secret of thirty-two bytes, or more";
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private final Settings settings = Settings.load(ConfigSources.of(
            Map.of(
                    "PUSH_AUTH_SECRET", SECRET,
                    "PUSH_AUTH_LEEWAY_DURATION", "5s",
                    "PUSH_AUTH_TOKEN_LIFE_LIMIT_DURATION", "2h",
                    "PUSH_AUTH_REVOCATIONS_LIMIT", "2"),
            new Properties()));
    private final AuthConfig auth = AuthConfig.from(settings);
    private final Revocations known = Revocations.none();
    private final List<Revocation> written = new ArrayList<>();
    private RevocationLog.Outcome outcome = new RevocationLog.Outcome.Written();

    @AutoClose
    private final Metrics metrics = new Metrics();

    @AutoClose
    private final PublicListener listener = PublicListener.builder()
            .host("127.0.0.1")
            .port(0)
            .contribute(routing -> routing.register(new RevocationRoute(
                    new Authenticator(auth, OriginRule.sameHost(), known, CLOCK, new AccessMetrics(metrics)),
                    RevocationLimits.from(settings, auth),
                    this::append,
                    known,
                    CLOCK,
                    metrics)))
            .build();

    @BeforeEach
    void listen() {
        listener.start();
    }

    @Test
    void writesARevocationOfAllThatWasMadeUntilNowByAClockThatMayBeAhead() {
        HttpReply reply = revoke("subject=alice", token(true));

        assertThat(reply.status()).isEqualTo(204);
        long before = NOW.plusSeconds(5).toEpochMilli();
        long until = NOW.plusSeconds(5 + 2 * 3600 + 2 * 5).toEpochMilli();
        assertThat(written).containsExactly(new Revocation("sub:alice", before, until));
        assertThat(known.covers(new Principal("alice", "", Rights.NONE, before, Long.MAX_VALUE)))
                .isTrue();
        assertThat(metrics.scrape()).contains("push_ingest_revocations_total{result=\"accepted\"} 1.0");
    }

    @Test
    void writesARevocationOfOneToken() {
        assertThat(revoke("token=t-1", token(true)).status()).isEqualTo(204);

        assertThat(written).extracting(Revocation::key).containsExactly("jti:t-1");
    }

    @Test
    void isForThoseWhoMayOperate() {
        assertThat(revoke("subject=alice", token(false)).status()).isEqualTo(403);
        assertThat(revoke("subject=alice", "none").status()).isEqualTo(401);
        assertThat(written).isEmpty();
        assertThat(metrics.scrape()).contains("push_ingest_revocations_total{result=\"forbidden\"} 1.0");
    }

    @Test
    void takesNoCookieSinceABrowserSendsItWhateverPageAsks() {
        assertThat(send("subject=alice", "Cookie: push_token=" + token(true)).status())
                .isEqualTo(401);
        assertThat(written).isEmpty();
    }

    @Test
    void isNotForAnOperatorWhoWasRevoked() {
        assertThat(revoke("subject=operator", token(true)).status()).isEqualTo(204);

        assertThat(revoke("subject=alice", token(true)).status()).isEqualTo(401);
    }

    @Test
    void needsAName() {
        for (String query : List.of("subject=", "who=alice", "token=" + "a".repeat(256), "")) {
            assertThat(revoke(query, token(true)).text())
                    .contains("query: no name (expected: subject=NAME or token=ID, with 1 to 255 characters)");
        }
        assertThat(written).isEmpty();
    }

    @Test
    void isFullAtItsLimitAndSaysSo() {
        assertThat(revoke("subject=a", token(true)).status()).isEqualTo(204);
        assertThat(revoke("subject=b", token(true)).status()).isEqualTo(204);

        HttpReply reply = revoke("subject=c", token(true));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text())
                .contains("revocations: 2 (expected: fewer than push.auth.revocations.limit, 2; each is forgotten"
                        + " 7200 s after it was made)");
        assertThat(written).hasSize(2);
    }

    @Test
    void revokesNobodyWhileTheLogIsAway() {
        outcome = new RevocationLog.Outcome.Unavailable("no broker");

        HttpReply reply = revoke("subject=alice", token(true));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).contains("nobody was revoked: no broker").contains("log-unavailable");
        assertThat(known.size()).isZero();
    }

    @Test
    void saysThatItDoesNotKnowWhenItDoesNot() {
        outcome = new RevocationLog.Outcome.Unknown("not acknowledged within 5000 ms");

        HttpReply reply = revoke("subject=alice", token(true));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).contains("(expected: the same call again, which does no harm)");
    }

    private RevocationLog.Outcome append(Revocation revocation) {
        if (outcome instanceof RevocationLog.Outcome.Written) {
            written.add(revocation);
        }
        return outcome;
    }

    private HttpReply revoke(String query, String token) {
        return send(query, "Authorization: Bearer " + token);
    }

    private HttpReply send(String query, String credentials) {
        try (var http = RawHttp.connect(Dial.to("http://127.0.0.1:" + listener.port() + "/"))) {
            return http.send("POST /revocations?" + query + " HTTP/1.1\r\nHost: h\r\n" + credentials
                            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .read(Duration.ofSeconds(20));
        }
    }

    private static String token(boolean operate) {
        return new TokenMaker(SECRET)
                .make("operator", "carillon", List.of(), List.of(), operate, NOW, Duration.ofHours(1));
    }
}

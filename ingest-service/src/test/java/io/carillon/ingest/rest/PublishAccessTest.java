package io.carillon.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.time.Ticker;
import io.carillon.ingest.admission.PublishRates;
import io.carillon.runtime.auth.AccessMetrics;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Revocations;
import io.carillon.runtime.auth.TokenMaker;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.http.TrustedProxies;
import io.carillon.runtime.observe.Metrics;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishing to a service that asks who publishes, and how fast. */
class PublishAccessTest {

    private static final String SECRET = "a secret of thirty-two bytes, or more";
    private static final String JSON = "application/json";

    private final PublishServer server = new PublishServer(new Publishers(
            new Authenticator(
                    config(),
                    OriginRule.sameHost(),
                    Revocations.none(),
                    InstantSource.system(),
                    new AccessMetrics(new Metrics())),
            new PublishRates(2, 5, Ticker.system()),
            TrustedProxies.of(List.of("127.0.0.1"))));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void takesMessagesForChannelsThatTheTokenNames() {
        HttpResponse<String> answer = publish("news.a", "alice");

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void saysWhatIsMissingToWhoHasNoToken() {
        HttpResponse<String> answer =
                server.post("/messages", JSON, "{\"channel\":\"news.a\",\"message\":1}", "X-None", "1");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .get()
                .asString()
                .startsWith("Bearer");
        assertThat(answer.body()).contains("no token (expected: Authorization: Bearer");
        assertThat(server.count("unauthenticated")).isEqualTo(1);
    }

    @Test
    void saysWhichChannelTheTokenDoesNotName() {
        HttpResponse<String> answer = publish("sport", "alice");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("channel: sport (expected: one that the token's push.publish names)");
    }

    @Test
    void refusesTheLinesOfABatchThatAreNotAllowedAndNoOthers() {
        HttpResponse<String> answer = server.post(
                "/messages",
                "application/x-ndjson",
                "{\"channel\":\"news.a\",\"message\":1}\n{\"channel\":\"sport\",\"message\":2}\n",
                "Authorization",
                bearer("alice"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines().toList())
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"id\""),
                        second -> assertThat(second).contains("\"code\":\"forbidden\""));
    }

    @Test
    void asksAPrincipalWhoIsTooFastToComeBackLater() {
        List<Integer> statuses = List.of(1, 2, 3, 4, 5).stream()
                .map(i -> publish("news.a", "alice").statusCode())
                .toList();

        assertThat(statuses).startsWith(202, 202, 202, 202);
        HttpResponse<String> fast = publishAll(statuses, "alice");
        assertThat(fast.statusCode()).isEqualTo(429);
        assertThat(fast.headers().firstValue("Retry-After")).contains("1");
        assertThat(fast.body()).contains("\"code\":\"too-many-requests\"").contains("too many of alice");
        // Somebody else is not slowed down by that.
        assertThat(publish("news.a", "bob").statusCode()).isEqualTo(202);
    }

    @Test
    void countsForTheAddressThatATrustedProxyNames() {
        int taken = 0;
        HttpResponse<String> last = from("203.0.113.7", "p" + taken);
        while (taken < 1_000 && last.statusCode() == 202) {
            taken++;
            last = from("203.0.113.7", "p" + taken);
        }

        assertThat(taken).isBetween(10, 999);
        assertThat(last.body()).contains("too many from 203.0.113.7");
        assertThat(from("203.0.113.8", "other").statusCode()).isEqualTo(202);
    }

    /** Publishes until it is too fast; on a machine that is slow, buckets fill meanwhile. */
    private HttpResponse<String> publishAll(List<Integer> before, String subject) {
        HttpResponse<String> last = publish("news.a", subject);
        for (int i = before.size(); i < 1_000 && last.statusCode() == 202; i++) {
            last = publish("news.a", subject);
        }
        return last;
    }

    private HttpResponse<String> from(String address, String subject) {
        return server.post(
                "/messages",
                JSON,
                "{\"channel\":\"news.a\",\"message\":1}",
                "Authorization",
                bearer(subject),
                "X-Forwarded-For",
                "198.51.100.1, " + address);
    }

    private HttpResponse<String> publish(String channel, String subject) {
        return server.post(
                "/messages",
                JSON,
                "{\"channel\":\"" + channel + "\",\"message\":1}",
                "Authorization",
                bearer(subject),
                "X-Forwarded-For",
                "192.0.2." + Math.abs(subject.hashCode() % 200));
    }

    private static String bearer(String subject) {
        return "Bearer "
                + new TokenMaker(SECRET)
                        .make(
                                subject,
                                "carillon",
                                List.of("news.*"),
                                List.of(),
                                false,
                                InstantSource.system().instant(),
                                Duration.ofHours(1));
    }

    private static AuthConfig config() {
        return AuthConfig.from(Settings.load(ConfigSources.of(Map.of("PUSH_AUTH_SECRET", SECRET), new Properties())));
    }
}

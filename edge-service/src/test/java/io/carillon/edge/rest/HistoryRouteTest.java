package io.carillon.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.position.Cursor;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.edge.history.ChannelPage;
import io.carillon.edge.history.ChannelPast;
import io.carillon.edge.history.HistoryQuery;
import io.carillon.edge.history.HistorySettings;
import io.carillon.runtime.auth.AccessMetrics;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Revocations;
import io.carillon.runtime.auth.TokenMaker;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.http.PathRoutes;
import io.carillon.runtime.http.PublicListener;
import io.carillon.runtime.http.TrustedProxies;
import io.carillon.runtime.observe.Metrics;
import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.helidon.http.Method;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The route on a real listener that asks who is there; the past is scripted. */
class HistoryRouteTest {

    private static final String PAGE = "https://app.example.com";
    private static final String SECRET = "a secret of thirty-two bytes, or more";
    private static final Generation LOG = new Generation("0000ours", 16);
    private static final HistorySettings SETTINGS = new HistorySettings(10, 20, 1 << 20, Duration.ofMillis(1_500), 1);

    private final Past past = new Past();
    private final Counts counts = new Counts();
    private final Authenticator authenticator = authenticator();
    private final HistoryRoute route = new HistoryRoute(
            past, SETTINGS, new StreamDoor(authenticator, TrustedProxies.none(), InstantSource.system()), counts);
    private final PublicListener listener = PublicListener.builder()
            .host("127.0.0.1")
            .port(0)
            .origins(OriginRule.of(List.of(PAGE)))
            .contribute(new PathRoutes().route(Method.GET, HistoryRoute.PATH, route))
            .build();

    HistoryRouteTest() {
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void givesWhoMayHearAChannelItsPast() {
        HttpReply reply = Http.get(dial("/history/news%2Fa?limit=7").header("Origin", PAGE));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(reply.text()).startsWith("{\"messages\":[{\"id\":\"1.0000ours.1.3:1\",\"channel\":\"news/a\"");
        assertThat(past.asked).singleElement().extracting(HistoryQuery::limit).isEqualTo(7);
        assertThat(counts.served).containsExactly(1);
    }

    @Test
    void asksWhoIsThereAndWhatThatMayHear() {
        HttpReply stranger = Http.get(Dial.to(uri("/history/news")));
        HttpReply curious = Http.get(dial("/history/sport"));

        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(curious.status()).isEqualTo(403);
        assertThat(curious.text()).contains("channel: sport (expected: one that the token's push.subscribe names)");
        assertThat(past.asked).isEmpty();
        assertThat(counts.refused).containsExactly(ErrorCode.UNAUTHENTICATED, ErrorCode.FORBIDDEN);
    }

    @Test
    void saysToComeBackWhenNoOwnerAnswers() {
        past.outcome = Optional.of(new ChannelPast.Outcome.Unavailable("fanout-2: UNAVAILABLE"));

        HttpReply reply = Http.get(dial("/history/news"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.text())
                .contains("\"code\":\"history-unavailable\"")
                .contains("history: no answer from an owner of the channel within 1500 ms")
                .doesNotContain("fanout-2");
        assertThat(counts.refused).containsExactly(ErrorCode.HISTORY_UNAVAILABLE);
    }

    @Test
    void readsNoMorePagesAtOnceThanThereIsRoomFor() throws Exception {
        past.gate = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = clients.submit(() -> Http.get(dial("/history/news")));
            assertThat(past.entered.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(route.inFlight()).isEqualTo(1);

            HttpReply second = Http.get(dial("/history/news"));
            past.gate.countDown();

            assertThat(second.status()).isEqualTo(503);
            assertThat(second.text()).contains("\"code\":\"overloaded\"");
            assertThat(second.header("Retry-After")).isEqualTo("1");
            assertThat(first.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            assertThat(Http.get(dial("/history/news")).status()).isEqualTo(200);
            assertThat(route.inFlight()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/history/", "/history/%FF", "/history/a%2Cb", "/history/a?limit=21", "/history/a?since=never"})
    void refusesWhatStandsForNoPage(String path) {
        assertThat(Http.get(dial(path)).status()).isEqualTo(400);
        assertThat(counts.refused).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE"})
    void takesNothingButGet(String method) {
        HttpReply reply = Http.send(method, dial("/history/news"), Bytes.NONE);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET");
    }

    private Dial dial(String pathAndQuery) {
        return Dial.to(uri(pathAndQuery)).header("Authorization", "Bearer " + token());
    }

    private URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + listener.port() + pathAndQuery);
    }

    private static String token() {
        return new TokenMaker(SECRET)
                .make(
                        "alice",
                        "carillon",
                        List.of(),
                        List.of("news*"),
                        false,
                        InstantSource.system().instant(),
                        Duration.ofHours(1));
    }

    private static Authenticator authenticator() {
        var settings = Settings.load(ConfigSources.of(Map.of("PUSH_AUTH_SECRET", SECRET), new Properties()));
        return new Authenticator(
                AuthConfig.from(settings),
                OriginRule.of(List.of(PAGE)),
                Revocations.none(),
                InstantSource.system(),
                new AccessMetrics(new Metrics()));
    }

    /** One message in each channel, unless told otherwise. */
    private static final class Past implements ChannelPast {

        final List<HistoryQuery> asked = new CopyOnWriteArrayList<>();
        final CountDownLatch entered = new CountDownLatch(1);
        volatile CountDownLatch gate = new CountDownLatch(0);
        volatile Optional<Outcome> outcome = Optional.empty();

        @Override
        public Outcome read(HistoryQuery query) throws InterruptedException {
            asked.add(query);
            entered.countDown();
            gate.await();
            return outcome.orElseGet(() -> new Outcome.Known(new ChannelPage(
                    List.of(new Publication(query.channel(), 3, 1, 1, Payload.of("1"))),
                    Cursor.at(LOG, 1, 3, 1),
                    false,
                    Optional.empty())));
        }
    }

    private static final class Counts implements HistoryObserver {

        final List<Integer> served = new CopyOnWriteArrayList<>();
        final List<ErrorCode> refused = new CopyOnWriteArrayList<>();

        @Override
        public void served(int messages) {
            served.add(messages);
        }

        @Override
        public void refused(ErrorCode code) {
            refused.add(code);
        }
    }
}

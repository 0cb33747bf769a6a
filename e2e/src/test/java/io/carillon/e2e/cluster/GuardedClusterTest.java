package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.time.Ticker;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Pass;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Token;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A cluster of its own that asks for tokens, which live for some seconds only, besides the certificates that every cluster here
 * has. Another cluster takes its time to start, so this is one of the long ones.
 */
@Tag("long")
class GuardedClusterTest {

    private static final String SECRET = "a secret of thirty-two bytes, or more";
    private static final Map<String, String> SETTINGS = Map.of(
            "push.auth.mode", "jwt",
            "push.auth.secret", SECRET,
            "push.auth.leeway.duration", "0s",
            "push.heartbeat.interval.duration", "2s",
            "push.subscribers.timeout.duration", "5s");

    /** Short enough to end several times in each test with load. */
    private static final int LIFE_SECONDS = 5;

    private static final Pass EVERYBODY = () -> Optional.of(Token.signedWith(SECRET)
            .publishing("*")
            .hearing("*")
            .of("everybody")
            .endingIn(LIFE_SECONDS)
            .text());

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(SETTINGS, EVERYBODY);
    }

    @BeforeEach
    void mend() {
        cluster.mend();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void n21AndN01WhatIsPublishedWithATokenIsHeardAtEveryEdge() {
        String channel = ChannelNames.fresh("guarded");
        try (Subscriber one = subscribe(0, Transport.SSE, channel, EVERYBODY);
                Subscriber other = subscribe(1, Transport.WEBSOCKET, channel, EVERYBODY);
                var publisher = new PublishConnection(cluster.publishing(), EVERYBODY)) {
            assertThat(publisher.publish(channel, "1").subscribers()).isEqualTo(2);

            for (Subscriber subscriber : List.of(one, other)) {
                assertThat(subscriber.next("message").data())
                        .isEqualTo("{\"channel\":\"" + channel + "\",\"message\":1}");
            }
        }
    }

    @Test
    void nobodyPublishesOrListensWithoutAToken() {
        String channel = ChannelNames.fresh("guarded");
        try (var publisher = new PublishConnection(cluster.publishing())) {
            assertThat(publisher.attempt(channel, "1").status()).isEqualTo(401);
        }
        for (ClusterNode edge : cluster.edges()) {
            assertThat(Http.get(edge.uri("http", "/sse/messages?channels=" + channel))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void revokingReachesBothEdgesAndTheIngestAlsoWhileAFanoutNodeIsFrozen() {
        String channel = ChannelNames.fresh("revoked");
        Pass mallory = lasting("mallory");
        ClusterNode frozen = cluster.fanouts().getFirst();
        try (Subscriber one = subscribe(0, Transport.SSE, channel, mallory);
                Subscriber other = subscribe(1, Transport.WEBSOCKET, channel, mallory);
                var publisher = new PublishConnection(cluster.publishing(), mallory)) {
            assertThat(publisher.publish(channel, "1").subscribers()).isEqualTo(2);
            frozen.pause();
            long begin = Ticker.system().nanos();

            assertThat(revoke("mallory").status()).isEqualTo(204);

            for (Subscriber subscriber : List.of(one, other)) {
                assertThat(subscriber.next("reconnect").data()).contains("token-revoked");
                System.out.println("revoked and cut after " + (Ticker.system().nanos() - begin) / 1_000_000 + " ms");
            }
            assertThat(publisher.attempt(channel, "2").status()).isEqualTo(401);
        }
        frozen.proceed();
        for (ClusterNode edge : cluster.edges()) {
            assertThat(knock(edge, channel, mallory).text()).contains("token: revoked");
        }
    }

    @Test
    void anEdgeThatStartsLaterRefusesWhoWasRevoked() {
        String channel = ChannelNames.fresh("revoked");
        Pass mallory = lasting("mallory-2");
        ClusterNode late = cluster.edges().getLast();
        late.kill();
        assertThat(revoke("mallory-2").status()).isEqualTo(204);

        late.start();

        cluster.awaitReady(List.of(late));
        assertThat(knock(late, channel, mallory).text()).contains("token: revoked");
    }

    @Test
    void whoWasRevokedStaysSoAfterEverythingWasKilled() {
        String channel = ChannelNames.fresh("revoked");
        Pass mallory = lasting("mallory-3");
        assertThat(revoke("mallory-3").status()).isEqualTo(204);
        List<ClusterNode> all = new ArrayList<>(cluster.fanouts());
        all.addAll(cluster.edges());
        all.add(cluster.ingest());
        all.add(cluster.kafka());
        all.forEach(ClusterNode::kill);

        cluster.mend();

        for (ClusterNode edge : cluster.edges()) {
            assertThat(knock(edge, channel, mallory).text()).contains("token: revoked");
        }
        try (var publisher = new PublishConnection(cluster.publishing(), mallory)) {
            assertThat(publisher.attempt(channel, "1").status()).isEqualTo(401);
        }
    }

    @Test
    void n21AnOwnerMayCrashWhileTokensEndAndNothingIsLost() throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            ClusterNode owner = cluster.owner(false);

            owner.kill();
            awaitEndsOfTokens(trial);
            owner.start();
            trial.awaitProgress(2);

            trial.end();
        }
    }

    @Test
    void n21TheLeaderMayCrashWhileTokensEndAndNothingIsLost() throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            ClusterNode leader = cluster.leader();

            leader.kill();
            awaitEndsOfTokens(trial);
            leader.start();
            trial.awaitProgress(2);

            trial.end();
        }
    }

    @Test
    void n21AndN02AnOwnerThatLeavesHandsOverWhileTokensEndAndNothingIsLost() throws InterruptedException {
        try (var trial = new Trial(cluster)) {
            ClusterNode leader = cluster.leader();

            assertThat(leader.stop()).isIn(0, 143);
            awaitEndsOfTokens(trial);
            leader.start();
            trial.awaitProgress(2);

            trial.end();
        }
    }

    /** Waits until each client has been sent away by the end of its token twice since. */
    private static void awaitEndsOfTokens(Trial trial) {
        List<Integer> before =
                trial.clients().stream().map(ReturningClient::connections).toList();
        cluster.eventually().passes("two connections more of each client", () -> {
            for (int i = 0; i < before.size(); i++) {
                assertThat(trial.clients().get(i).connections()).isGreaterThanOrEqualTo(before.get(i) + 2);
            }
        });
    }

    private static Pass lasting(String subject) {
        String token = Token.signedWith(SECRET)
                .publishing("*")
                .hearing("*")
                .of(subject)
                .text();
        return () -> Optional.of(token);
    }

    private static HttpReply revoke(String subject) {
        Pass operator = () -> Optional.of(Token.signedWith(SECRET)
                .of("operator")
                .claim("push", "{\"operate\":true}")
                .text());
        Dial dial = Dial.to(cluster.ingest().uri("management", "/revocations?subject=" + subject));
        return Http.post(operator.show(dial), "text/plain", "");
    }

    private static Subscriber subscribe(int edge, Transport transport, String channel, Pass pass) {
        Subscriber subscriber = transport.open(
                pass.show(Dial.to(cluster.edges().get(edge).uri("http", transport.path() + "?channels=" + channel))));
        assertThat(subscriber.next().isHeartbeat()).isTrue();
        return subscriber;
    }

    private static HttpReply knock(ClusterNode edge, String channel, Pass pass) {
        return Http.get(pass.show(Dial.to(edge.uri("http", "/sse/messages?channels=" + channel))));
    }
}

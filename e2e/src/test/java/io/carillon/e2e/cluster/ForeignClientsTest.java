package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.clients.ForeignClients;
import io.carillon.e2e.clients.Story;
import io.carillon.e2e.deploy.Gateway;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.Numbered;
import io.carillon.e2e.system.NumberedLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody here wrote, at the public port of a cluster whose processes are killed. */
@OnCluster
class ForeignClientsTest {

    private static final int KILLS = 3;
    private static final int PROGRESS = 3;
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(100);

    @TempDir
    private Path gatewayFolder = Path.of("");

    @TempDir
    private Path profile = Path.of("");

    @Test
    void allHearEverythingOnceAndInOrderAcrossAChainOfEdgeKills(Cluster cluster) {
        List<String> channels = channels();
        ClusterNode serving = cluster.edges().getFirst();
        ClusterNode other = cluster.edges().getLast();
        try (var gateway = new Gateway(cluster.plan(), gatewayFolder)) {
            // Only now, or the gateway might be given the port that was the other's.
            other.kill();
            try (var clients = ForeignClients.ofAllKinds(gateway.uri("/"), profile, channels);
                    var load = loadOnceHeard(cluster, clients, channels)) {
                awaitProgress(cluster, clients, channels);
                for (int kill = 0; kill < KILLS; kill++) {
                    other.start();
                    cluster.awaitReady(List.of(other));
                    serving.kill();
                    awaitProgress(cluster, clients, channels);
                    ClusterNode killed = serving;
                    serving = other;
                    other = killed;
                }
                load.stop();
                awaitEverything(cluster, clients, load, channels);
                clients.stories().forEach((name, story) -> {
                    System.out.println(name + ": " + story);
                    assertThat(story.openings()).as("connections of " + name).isGreaterThan(KILLS);
                });
            }
        }
    }

    /** Begins to publish when all hear. */
    private static NumberedLoad loadOnceHeard(Cluster cluster, ForeignClients clients, List<String> channels) {
        awaitHeartbeats(cluster, clients);
        return new NumberedLoad(cluster.publishing(), channels, PAUSE);
    }

    /** What a browser's EventSource sees of trouble is a lost connection or 200, never a status that it gives up on. */
    @Test
    @Tag("long")
    void eventSourcesSurviveThatTheGatewayHasNoEdgeThatTheLogIsAwayAndThatNobodyOwnsTheirChannels(Cluster cluster) {
        List<String> channels = channels();
        try (var gateway = new Gateway(cluster.plan(), gatewayFolder);
                var clients = ForeignClients.ofEventStreams(gateway.uri("/"), profile, channels)) {
            awaitHeartbeats(cluster, clients);
            try (var load = new NumberedLoad(cluster.publishing(), channels, PAUSE)) {
                awaitProgress(cluster, clients, channels);

                cluster.edges().forEach(ClusterNode::kill);
                awaitMore(cluster, clients, "failed attempts", Story::losses, ATTEMPTS);
                cluster.mend();
                awaitProgress(cluster, clients, channels);

                cluster.kafka().kill();
                cutOff(cluster);
                awaitMore(cluster, clients, "attempts", story -> story.openings() + story.losses(), ATTEMPTS);
                cluster.mend();
                awaitProgress(cluster, clients, channels);

                // Without a quorum nobody takes over.
                cluster.fanouts().subList(1, Cluster.FANOUTS).forEach(ClusterNode::kill);
                cutOff(cluster);
                awaitMore(cluster, clients, "attempts", story -> story.openings() + story.losses(), ATTEMPTS);
                cluster.mend();
                awaitProgress(cluster, clients, channels);

                load.stop();
                awaitEverything(cluster, clients, load, channels);
                clients.stories().forEach((name, story) -> System.out.println(name + ": " + story));
            }
        }
    }

    /** Ends all connections, and lets new ones be made. */
    private static void cutOff(Cluster cluster) {
        cluster.edges().forEach(ClusterNode::kill);
        cluster.edges().forEach(ClusterNode::start);
    }

    private static void awaitMore(
            Cluster cluster, ForeignClients clients, String what, ToLongFunction<Story> count, int more) {
        Map<String, Long> before = clients.stories().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, client -> count.applyAsLong(client.getValue())));
        cluster.eventually()
                .passes(
                        more + " more " + what + " of each",
                        () -> clients.stories().forEach((name, story) -> {
                            assertThat(story.deaths())
                                    .as("giving up of " + name)
                                    .isEmpty();
                            assertThat(count.applyAsLong(story))
                                    .as(name + ": " + story)
                                    .isGreaterThanOrEqualTo(before.getOrDefault(name, 0L) + more);
                        }));
    }

    private static List<String> channels() {
        String prefix = ChannelNames.fresh("foreign");
        return IntStream.range(0, 6).mapToObj(number -> prefix + '.' + number).toList();
    }

    private static void awaitHeartbeats(Cluster cluster, ForeignClients clients) {
        cluster.eventually()
                .until(
                        "a heartbeat at each",
                        () -> clients.stories().values().stream()
                                .allMatch(story -> story.heard().stream().anyMatch(Heard::isHeartbeat)));
    }

    /** Waits until each has heard a few more messages of each channel. */
    private static void awaitProgress(Cluster cluster, ForeignClients clients, List<String> channels) {
        awaitMore(cluster, clients, "messages of each channel", story -> least(story, channels), PROGRESS);
    }

    private static long least(Story story, List<String> channels) {
        return channels.stream()
                .mapToLong(channel ->
                        Numbered.heardBy(ofChannel(story, channel), channel).size())
                .min()
                .orElse(0);
    }

    private static List<Heard> ofChannel(Story story, String channel) {
        return story.heard().stream()
                .filter(heard -> heard.data().startsWith("{\"channel\":\"" + channel + "\""))
                .toList();
    }

    /** Waits until each has heard all that was acknowledged, and looks at how. */
    private static void awaitEverything(
            Cluster cluster, ForeignClients clients, NumberedLoad load, List<String> channels) {
        cluster.eventually()
                .passes(
                        "everything acknowledged at each",
                        () -> clients.stories()
                                .forEach((name, story) -> channels.forEach(
                                        channel -> assertThat(Numbered.heardBy(ofChannel(story, channel), channel))
                                                .as(channel + " at " + name)
                                                .containsAll(Numbered.accepted(load.accepted(channel))))));
        clients.stories().forEach((name, story) -> {
            assertThat(story.deaths()).as("giving up of " + name).isEmpty();
            assertThat(story.heard())
                    .as("gaps told to " + name)
                    .noneMatch(heard -> heard.event().equals("gap"));
            channels.forEach(channel -> assertThat(Numbered.heardBy(ofChannel(story, channel), channel).stream()
                            .map(Numbered::offset)
                            .toList())
                    .as(channel + " at " + name + ", in order and each once")
                    .isSorted()
                    .doesNotHaveDuplicates());
        });
    }
}

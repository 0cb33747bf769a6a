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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody here wrote, at the public port of a cluster whose processes are killed. */
@OnCluster
class ForeignClientsTest {

    private static final int KILLS = 3;
    private static final int PROGRESS = 3;
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
        other.kill();
        try (var gateway = new Gateway(cluster.plan(), gatewayFolder);
                var clients = ForeignClients.ofAllKinds(gateway.uri("/"), profile, channels)) {
            awaitHeartbeats(cluster, clients);
            try (var load = new NumberedLoad(cluster.publishing(), channels, PAUSE)) {
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
        Map<String, Long> before = clients.stories().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, client -> least(client.getValue(), channels)));
        cluster.eventually()
                .passes(
                        "more messages at each",
                        () -> clients.stories().forEach((name, story) -> {
                            assertThat(story.deaths())
                                    .as("giving up of " + name)
                                    .isEmpty();
                            assertThat(least(story, channels))
                                    .as(name + ": " + story)
                                    .isGreaterThan(before.getOrDefault(name, 0L) + PROGRESS);
                        }));
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

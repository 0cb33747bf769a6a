package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Publisher and subscribers at different processes. */
@OnCluster
class EdgesTest {

    @Test
    void n01WhatIsPublishedIsHeardAtEveryEdge(Cluster cluster) {
        // Who has just become an owner cannot count yet.
        cluster.awaitEvenShares();
        String channel = ChannelNames.fresh("user-123");
        try (Subscriber one = subscribe(cluster, 0, Transport.SSE, channel);
                Subscriber other = subscribe(cluster, 1, Transport.WEBSOCKET, channel);
                var publisher = new PublishConnection(cluster.publishing())) {
            Receipt receipt = publisher.publish(channel, "{\"from\":\"electronics\",\"to\":\"computers\"}");

            for (Subscriber subscriber : List.of(one, other)) {
                assertThat(subscriber.next("message").data())
                        .isEqualTo("{\"channel\":\"" + channel
                                + "\",\"message\":{\"from\":\"electronics\",\"to\":\"computers\"}}");
            }
            assertThat(receipt.subscribers()).isEqualTo(2);
        }
    }

    @Test
    void p33EveryEdgeHearsTheSameOrderAndCountsAreOfAllEdges(Cluster cluster) {
        // Who has just become an owner cannot count yet.
        cluster.awaitEvenShares();
        String channel = ChannelNames.fresh("order");
        try (Subscriber one = subscribe(cluster, 0, Transport.SSE, channel);
                Subscriber two = subscribe(cluster, 1, Transport.SSE, channel);
                Subscriber three = subscribe(cluster, 1, Transport.WEBSOCKET, channel);
                var publisher = new PublishConnection(cluster.publishing())) {
            List<String> expected = IntStream.range(0, 50)
                    .mapToObj(number -> "{\"channel\":\"" + channel + "\",\"message\":" + number + "}")
                    .toList();

            List<Integer> counts = IntStream.range(0, 50)
                    .mapToObj(number ->
                            publisher.publish(channel, String.valueOf(number)).subscribers())
                    .toList();

            assertThat(counts).containsOnly(3);
            for (Subscriber subscriber : List.of(one, two, three)) {
                cluster.eventually()
                        .until(
                                "all at " + subscriber,
                                () -> subscriber.messages().size() == 50);
                assertThat(subscriber.messages()).isEqualTo(expected);
            }
        }
    }

    @Test
    void n19LineEndsInTextLeaveTheFramesWhole(Cluster cluster) {
        String channel = ChannelNames.fresh("lines");
        String text = "\"one\\ntwo\\r\\nevent:message\\ndata:three\\n\\n\"";
        try (Subscriber sse = subscribe(cluster, 0, Transport.SSE, channel);
                Subscriber ws = subscribe(cluster, 1, Transport.WEBSOCKET, channel);
                var publisher = new PublishConnection(cluster.publishing())) {
            Receipt _ = publisher.publish(channel, text);
            Receipt _ = publisher.publish(channel, "\"after\"");

            for (Subscriber subscriber : List.of(sse, ws)) {
                assertThat(subscriber.next("message").data())
                        .isEqualTo("{\"channel\":\"" + channel + "\",\"message\":" + text + "}");
                assertThat(subscriber.next("message").data())
                        .isEqualTo("{\"channel\":\"" + channel + "\",\"message\":\"after\"}");
            }
        }
    }

    @Test
    void n13AClientWithoutACursorHearsNothingOldWhenItComesWhileNodesRestart(Cluster cluster)
            throws InterruptedException {
        String channel = ChannelNames.fresh("unasked");
        ClusterNode edge = cluster.edges().getFirst();
        ClusterNode owner = cluster.owner(false);
        try (var publisher = new PublishConnection(cluster.publishing())) {
            IntStream.range(0, 20).forEach(number -> publisher.publish(channel, String.valueOf(number)));
            edge.kill();
            owner.kill();
            try (var client = new ReturningClient(Transport.SSE, List.of(edge), List.of(channel))) {
                owner.start();
                edge.start();
                client.awaitBegin();

                Receipt _ = publisher.publish(channel, "999");

                cluster.eventually()
                        .until("the new one", () -> client.numbers(channel).contains(999));
                assertThat(client.numbers(channel)).containsExactly(999);
            }
        }
    }

    private static Subscriber subscribe(Cluster cluster, int edge, Transport transport, String channel) {
        Subscriber subscriber = transport.open(
                Dial.to(cluster.edges().get(edge).uri("http", transport.path() + "?channels=" + channel)));
        assertThat(subscriber.next().isHeartbeat()).isTrue();
        return subscriber;
    }
}

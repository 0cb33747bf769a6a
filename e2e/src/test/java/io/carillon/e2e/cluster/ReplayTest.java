package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.SseEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that were away for longer than owners remember, so that what they missed is read from Kafka, and processes that are
 * killed meanwhile.
 */
@OnCluster
class ReplayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More bytes than an edge and two operating systems keep for a connection, so that a client that stalls holds it up. */
    private static final int MESSAGES = 300;

    private static final int BYTES = 50_000;

    /** How many are heard before something happens. */
    private static final int HEARD = 20;

    private static final int LIVE = 20;

    /** Some reports of an owner, after the first of which it begins to read what it remembers. */
    private static final Duration REST = Duration.ofSeconds(3);

    /** What owners remember, and since when. */
    private record Remembered(double bytes, long sinceNanos) {}

    /** What happens to the owner in the middle of a replay; the client's connection stays. */
    enum OwnersFate {
        KILLED,
        MOVED;

        private void meet(ClusterNode owner) {
            switch (this) {
                case KILLED -> owner.kill();
                case MOVED -> owner.terminate();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOwnerMayGoInTheMiddleOfAReplay(OwnersFate fate, Cluster cluster) {
        ClusterNode edge = cluster.edges().getFirst();
        var backlog = new Backlog(cluster, "owner", BYTES);
        backlog.publish(MESSAGES);
        double caughtUp = figure(edge, "push_edge_catch_ups_total");
        try (SseClient client =
                SseClient.connect(backlog.dial(edge, backlog.cursor()).receiveBuffer(4_096))) {
            expect(client, 0, HEARD);
            client.stall();
            assertThat(figure(edge, "push_edge_catch_ups_total"))
                    .as("clients that have caught up")
                    .isEqualTo(caughtUp);
            ClusterNode owner = backlog.owner();

            fate.meet(owner);
            client.resume();

            expect(client, HEARD, MESSAGES);
            int _ = owner.awaitExit();
            backlog.publish(LIVE);
            expect(client, MESSAGES, MESSAGES + LIVE);
            assertThat(backlog.owner()).isNotEqualTo(owner);
        }
    }

    @Test
    void anEdgeMayBeKilledInTheMiddleOfAReplay(Cluster cluster) {
        var backlog = new Backlog(cluster, "edge", BYTES);
        backlog.publish(MESSAGES);
        String last;
        try (SseClient client = SseClient.connect(
                backlog.dial(cluster.edges().getFirst(), backlog.cursor()).receiveBuffer(4_096))) {
            last = expect(client, 0, HEARD);
            client.stall();

            cluster.edges().getFirst().kill();
        }

        goesOn(backlog, cluster.edges().getLast(), last);
    }

    @Test
    @Tag("long")
    void everythingMayBeKilledInTheMiddleOfAReplay(Cluster cluster) {
        var backlog = new Backlog(cluster, "all", BYTES);
        backlog.publish(MESSAGES);
        String last;
        try (SseClient client = SseClient.connect(
                backlog.dial(cluster.edges().getFirst(), backlog.cursor()).receiveBuffer(4_096))) {
            last = expect(client, 0, HEARD);
            client.stall();

            cluster.edges().forEach(ClusterNode::kill);
            cluster.fanouts().forEach(ClusterNode::kill);
            cluster.ingest().kill();
            cluster.kafka().kill();
        }
        cluster.mend();

        goesOn(backlog, cluster.edges().getLast(), last);
    }

    /** Comes back at an edge with the last id, hears the rest, and then what is published now. */
    private static void goesOn(Backlog backlog, ClusterNode edge, String last) {
        try (SseClient client = SseClient.connect(backlog.dial(edge, last))) {
            expect(client, HEARD, MESSAGES);
            backlog.publish(LIVE);
            expect(client, MESSAGES, MESSAGES + LIVE);
        }
    }

    @Test
    @Tag("long")
    void n06AndN08EveryEdgeTellsTheSamePastInTheSameOrderAndSoDoesTheNextOwner(Cluster cluster) {
        var backlog = new Backlog(cluster, "past", 10);
        backlog.publish(3);
        for (ClusterNode edge : cluster.edges()) {
            for (Transport transport : Transport.values()) {
                expectPast(backlog, edge, transport, "earliest", 0, 3);
            }
        }

        backlog.owner().kill();

        for (ClusterNode edge : cluster.edges()) {
            expectPast(backlog, edge, Transport.SSE, "earliest", 0, 3);
        }
    }

    @Test
    void n07AndN09TheOwnerRemembersWhatItMayAndTheLastAreThereNevertheless(Cluster cluster) {
        int bytes = 10_000;
        var backlog = new Backlog(cluster, "last", bytes);
        ClusterNode edge = cluster.edges().getFirst();
        double before = restingBytes(cluster);
        backlog.publish(3);
        expectPast(backlog, edge, Transport.WEBSOCKET, "last:5", 0, 3);

        backlog.publish(ClusterExtension.RECENT_COUNT - 2);
        awaitHeard(backlog, edge);
        expectPast(backlog, edge, Transport.WEBSOCKET, "last:5", backlog.size() - 5, backlog.size());
        backlog.publish(ClusterExtension.RECENT_COUNT);

        awaitHeard(backlog, edge);
        expectPast(backlog, edge, Transport.SSE, "last:5", backlog.size() - 5, backlog.size());
        expectPast(backlog, edge, Transport.WEBSOCKET, "last:" + backlog.size(), 0, backlog.size());
        assertThat(rememberedBytes(cluster))
                .as("bytes in memory")
                .isLessThan(before + ClusterExtension.RECENT_COUNT * 1.1 * bytes);
    }

    /** Waits until nobody takes any more of the past into memory, as new owners do, and returns what is there then. */
    private static double restingBytes(Cluster cluster) {
        cluster.awaitEvenShares();
        var seen = new AtomicReference<>(new Remembered(-1, 0));
        cluster.eventually().observing(seen::get).until("memory that does not change for " + REST, () -> {
            double bytes = rememberedBytes(cluster);
            long now = System.nanoTime();
            Remembered last =
                    seen.updateAndGet(before -> before.bytes() == bytes ? before : new Remembered(bytes, now));
            return now - last.sinceNanos() >= REST.toNanos();
        });
        return seen.get().bytes();
    }

    private static double rememberedBytes(Cluster cluster) {
        return cluster.fanouts().stream()
                .mapToDouble(node -> figure(node, "push_fanout_recent_bytes"))
                .sum();
    }

    /** Waits until an edge has heard of all, since the last ones are counted back from what it has heard. */
    private static void awaitHeard(Backlog backlog, ClusterNode edge) {
        try (Subscriber subscriber = Transport.SSE.open(backlog.dial(edge, Transport.SSE, "earliest"))) {
            int last;
            do {
                last = Backlog.number(subscriber.next("message").data());
            } while (last < backlog.size() - 1);
        }
    }

    private static void expectPast(
            Backlog backlog, ClusterNode edge, Transport transport, String since, int from, int to) {
        try (Subscriber subscriber = transport.open(backlog.dial(edge, transport, since))) {
            List<Integer> heard = IntStream.range(from, to)
                    .mapToObj(_ -> subscriber.next("message"))
                    .map(Heard::data)
                    .map(Backlog::number)
                    .toList();
            assertThat(heard).isEqualTo(IntStream.range(from, to).boxed().toList());
            assertThat(subscriber.heard()).noneMatch(event -> event.event().equals("gap"));
        }
    }

    /** Hears the messages from one number up to another, and nothing else but heartbeats; returns the last one's id. */
    private static String expect(SseClient client, int from, int to) {
        String id = "";
        for (int number = from; number < to; number++) {
            SseEvent event = client.next(each -> !each.event().equals("heartbeat"), PATIENCE);
            assertThat(event.event()).as(event.data()).isEqualTo("message");
            assertThat(Backlog.number(event.data())).isEqualTo(number);
            id = Optional.ofNullable(event.id()).orElseThrow();
        }
        return id;
    }

    private static double figure(ClusterNode node, String name) {
        return node.figures().sum(name);
    }
}

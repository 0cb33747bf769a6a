package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.NumberedLoad;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.e2e.system.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures how long a subscriber hears nothing of a channel that is published to all the time, while its owner changes.
 *
 * <p>Nothing is asserted about how long it takes, since that depends on the machine; the figures are printed.
 */
@OnCluster
@Tag("long")
class TakeOverTimesTest {

    private static final int ROUNDS = Integer.getInteger("carillon.rounds", 10);

    /** Between publications: what is measured cannot be finer. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final int SOME = 40;

    @Test
    void plannedMove(Cluster cluster) throws InterruptedException {
        measure("planned move, by SIGTERM of the owner", cluster, false, true, ClusterNode::terminate);
    }

    @Test
    void ownerKilled(Cluster cluster) throws InterruptedException {
        measure("owner killed", cluster, false, false, ClusterNode::kill);
    }

    @Test
    void leaderAndOwnerKilled(Cluster cluster) throws InterruptedException {
        measure("leader and owner killed", cluster, true, false, ClusterNode::kill);
    }

    @Test
    void ownerFrozen(Cluster cluster) throws InterruptedException {
        measure("owner frozen", cluster, false, false, ClusterNode::pause);
    }

    private static void measure(
            String what, Cluster cluster, boolean leading, boolean leaves, Consumer<ClusterNode> trouble)
            throws InterruptedException {
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            millis.add(silence(cluster, leading, leaves, trouble).toMillis());
            cluster.mend();
        }
        List<Long> sorted = millis.stream().sorted().toList();
        System.out.printf(
                "%s: median %d ms, worst %d ms of %d (%s)%n",
                what, sorted.get((sorted.size() - 1) / 2), sorted.getLast(), sorted.size(), millis);
    }

    private static Duration silence(Cluster cluster, boolean leading, boolean leaves, Consumer<ClusterNode> trouble)
            throws InterruptedException {
        // At rest: a node that has just started has yet to load what it needs to take over.
        cluster.awaitEvenShares();
        ClusterNode victim = cluster.owner(leading);
        String channel = channelOf(cluster, victim);
        try (var client = new ReturningClient(Transport.SSE, cluster.edges(), List.of(channel))) {
            client.awaitBegin();
            try (var load = new NumberedLoad(cluster.publishing(), List.of(channel), PAUSE)) {
                awaitMore(cluster, client, channel);

                long before = System.nanoTime();
                trouble.accept(victim);
                cluster.eventually()
                        .until(
                                "another owner",
                                () -> cluster.page().partitions().stream()
                                        .noneMatch(
                                                partition -> partition.owner().equals(victim.name())));
                awaitMore(cluster, client, channel);
                load.stop();
                cluster.eventually().until("the end of who was told to end", () -> !leaves || !victim.runs());

                assertThat(client.connections()).isEqualTo(1);
                return Duration.ofNanos(longest(client.messages(channel), before));
            }
        }
    }

    private static void awaitMore(Cluster cluster, ReturningClient client, String channel) {
        int before = client.numbers(channel).size();
        cluster.eventually()
                .until(SOME + " more messages", () -> client.numbers(channel).size() >= before + SOME);
    }

    /** Returns the longest time between two messages of which the second came after a moment. */
    private static long longest(List<ReturningClient.Message> heard, long afterNanos) {
        long longest = 0;
        for (int i = 1; i < heard.size(); i++) {
            if (heard.get(i).atNanos() - afterNanos > 0) {
                longest = Math.max(
                        longest, heard.get(i).atNanos() - heard.get(i - 1).atNanos());
            }
        }
        return longest;
    }

    private static String channelOf(Cluster cluster, ClusterNode owner) {
        Set<Integer> owned = cluster.page().partitions().stream()
                .filter(partition -> partition.owner().equals(owner.name()))
                .map(partition -> partition.number())
                .collect(Collectors.toSet());
        try (var publisher = new PublishConnection(cluster.publishing())) {
            while (true) {
                String channel = ChannelNames.fresh("take-over");
                if (owned.contains(publisher.publish(channel, "0").position().partition())) {
                    return channel;
                }
            }
        }
    }
}

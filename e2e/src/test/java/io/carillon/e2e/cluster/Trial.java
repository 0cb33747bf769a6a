package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.NumberedLoad;
import io.carillon.e2e.system.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A steady load of numbered messages on many channels, with subscribers of both transports on both edges, around whatever a
 * test does to the cluster; and the promises that have to hold afterwards, whatever that was.
 */
final class Trial implements AutoCloseable {

    private static final int CHANNELS = 200;
    private static final int CHANNELS_OF_A_CLIENT = 100;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final List<String> channels = new ArrayList<>();
    private final List<ReturningClient> clients = new ArrayList<>();
    private final EpochWatch epochs;
    private final NumberedLoad load;

    /** Subscribes, waits for everybody's first heartbeat, and begins to publish. */
    Trial(Cluster cluster) throws InterruptedException {
        this(cluster, CHANNELS, PAUSE);
    }

    /**
     * Begins with another load.
     *
     * @param pause between two messages of a channel
     */
    Trial(Cluster cluster, int channelCount, Duration pause) throws InterruptedException {
        this.cluster = cluster;
        String prefix = ChannelNames.fresh("trial");
        for (int i = 0; i < channelCount; i++) {
            channels.add(prefix + '.' + i);
        }
        List<ClusterNode> edges = cluster.edges();
        for (int from = 0; from < channelCount; from += CHANNELS_OF_A_CLIENT) {
            List<String> some = channels.subList(from, Math.min(channelCount, from + CHANNELS_OF_A_CLIENT));
            boolean even = from / CHANNELS_OF_A_CLIENT % 2 == 0;
            clients.add(new ReturningClient(even ? Transport.SSE : Transport.WEBSOCKET, edges, some, cluster.pass()));
            clients.add(new ReturningClient(
                    even ? Transport.WEBSOCKET : Transport.SSE, edges.reversed(), some, cluster.pass()));
        }
        for (ReturningClient client : clients) {
            client.awaitBegin();
        }
        epochs = new EpochWatch(cluster);
        load = new NumberedLoad(cluster.publishing(), channels, pause, cluster.pass());
        awaitProgress(1);
    }

    List<ReturningClient> clients() {
        return clients;
    }

    NumberedLoad load() {
        return load;
    }

    /** Waits until every client has heard so many more messages of every one of its channels. */
    void awaitProgress(int more) {
        List<List<Integer>> before = clients.stream().map(Trial::counts).toList();
        cluster.eventually().until(more + " more messages of every channel at every client", () -> {
            for (int i = 0; i < clients.size(); i++) {
                List<Integer> now = counts(clients.get(i));
                for (int channel = 0; channel < now.size(); channel++) {
                    if (now.get(channel) < before.get(i).get(channel) + more) {
                        return false;
                    }
                }
            }
            return true;
        });
    }

    private static List<Integer> counts(ReturningClient client) {
        return client.channels().stream()
                .map(channel -> client.numbers(channel).size())
                .toList();
    }

    /** Stops publishing, waits until all that was acknowledged is heard, and looks at every promise. */
    void end() {
        load.stop();
        for (ReturningClient client : clients) {
            cluster.eventually().passes("everything acknowledged at " + client, () -> missesNothing(client));
        }
        for (ReturningClient client : clients) {
            assertThat(client.gaps()).as("gaps told to " + client).isEmpty();
            for (String channel : client.channels()) {
                List<Long> offsets = client.messages(channel).stream()
                        .map(ReturningClient.Message::offset)
                        .toList();
                assertThat(offsets)
                        .as(channel + " at " + client + ", in order and each once")
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
        assertThat(epochs.violations()).isEmpty();
        System.out.println(this);
    }

    private void missesNothing(ReturningClient client) {
        for (String channel : client.channels()) {
            Set<Integer> acknowledged = load.accepted(channel).stream()
                    .filter(attempt -> attempt.startNanos() - client.firstHeartbeatNanos() > 0)
                    .map(NumberedLoad.Attempt::number)
                    .collect(Collectors.toSet());
            assertThat(client.numbers(channel)).as(channel).containsAll(acknowledged);
        }
    }

    @Override
    public void close() {
        load.close();
        epochs.close();
        clients.forEach(ReturningClient::close);
    }

    @Override
    public String toString() {
        List<NumberedLoad.Attempt> attempts = load.attempts();
        long accepted =
                attempts.stream().filter(NumberedLoad.Attempt::isAccepted).count();
        long silence = clients.stream()
                .mapToLong(ReturningClient::longestSilenceNanos)
                .max()
                .orElse(0);
        return "trial: " + accepted + " of " + attempts.size() + " publications accepted, clients "
                + clients.stream().map(ReturningClient::connections).toList() + " connections each, longest silence "
                + silence / 1_000_000 + " ms";
    }
}

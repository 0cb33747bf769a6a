package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many clients at an edge that ends, with and without notice. */
@OnCluster
@Tag("long")
class ManyClientsTest {

    private static final int CLIENTS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A client that has had its first heartbeat. */
    private record Client(Transport transport, String channel, Subscriber subscriber) implements AutoCloseable {

        String cursor() {
            return subscriber.heard().getLast().id();
        }

        @Override
        public void close() {
            subscriber.close();
        }
    }

    private record Comeback(Client client, long millis) {}

    @Test
    void p32EveryClientOfAnEdgeThatDrainsIsToldAndTheirEndsAreStaggered(Cluster cluster)
            throws InterruptedException, ExecutionException {
        ClusterNode edge = cluster.edges().getFirst();
        List<Client> clients = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            clients.addAll(connectAll(edge, threads));
            List<Future<Long>> endings = new ArrayList<>();
            for (Client client : clients) {
                endings.add(threads.submit(() -> {
                    Heard _ = client.subscriber().next("reconnect");
                    assertThat(client.subscriber().awaitEnding(PATIENCE))
                            .isIn(Subscriber.Ending.BYE, Subscriber.Ending.GOING_AWAY);
                    return System.nanoTime();
                }));
            }

            assertThat(edge.stop()).isIn(0, 143);

            List<Long> ends = results(endings);
            ends.sort(null);
            assertThat(Duration.ofNanos(ends.getLast() - ends.getFirst())).isGreaterThan(Duration.ofMillis(500));
        } finally {
            clients.forEach(Client::close);
        }
    }

    @Test
    void p35AllClientsOfAnEdgeThatIsKilledAreServedByTheOtherAtOnce(Cluster cluster)
            throws InterruptedException, ExecutionException {
        List<Client> clients = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            clients.addAll(connectAll(cluster.edges().getFirst(), threads));
            cluster.edges().getFirst().kill();

            List<Future<Comeback>> comebacks = new ArrayList<>();
            for (Client client : List.copyOf(clients)) {
                comebacks.add(
                        threads.submit(() -> comeBack(client, cluster.edges().getLast())));
            }

            List<Comeback> back = results(comebacks);
            back.forEach(comeback -> clients.add(comeback.client()));
            List<Long> took = back.stream().map(Comeback::millis).sorted().toList();
            assertThat(took).hasSize(CLIENTS);
            System.out.println(CLIENTS + " clients came back at once: first heartbeat after " + took.get(CLIENTS / 2)
                    + " ms in the median, p99 " + took.get(CLIENTS * 99 / 100) + " ms, worst " + took.getLast()
                    + " ms");
        } finally {
            clients.forEach(Client::close);
        }
    }

    private static Comeback comeBack(Client client, ClusterNode edge) {
        long begin = System.nanoTime();
        Client back = connect(edge, client.transport(), client.channel(), "&lastEventId=" + client.cursor());
        return new Comeback(back, (System.nanoTime() - begin) / 1_000_000);
    }

    private static List<Client> connectAll(ClusterNode edge, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        List<Future<Client>> connecting = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Transport transport = i % 2 == 0 ? Transport.SSE : Transport.WEBSOCKET;
            connecting.add(threads.submit(() -> connect(edge, transport, ChannelNames.fresh("many"), "")));
        }
        return results(connecting);
    }

    private static Client connect(ClusterNode edge, Transport transport, String channel, String more) {
        String query = "?channels=" + channel + more;
        Subscriber subscriber = transport.open(
                Dial.to(edge.uri("http", transport.path() + query)).within(PATIENCE));
        assertThat(subscriber.next().isHeartbeat()).isTrue();
        return new Client(transport, channel, subscriber);
    }

    private static <T> List<T> results(List<Future<T>> futures) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}

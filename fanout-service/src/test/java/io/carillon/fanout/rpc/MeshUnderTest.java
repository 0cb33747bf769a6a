package io.carillon.fanout.rpc;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.log.InMemoryLog;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.table.PartitionTable;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.delivery.DeliverySettings;
import io.carillon.fanout.delivery.PartitionStatus;
import io.carillon.fanout.ownership.StaticOwnership;
import io.carillon.fanout.revocation.RevocationBook;
import io.carillon.runtime.mesh.MeshChannels;
import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.testkit.wait.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

/** A node that owns two partitions of an in-memory log and listens on a free port. */
final class MeshUnderTest implements AutoCloseable {

    /** How long a test waits in vain at most for a link to be given up. */
    static final LinkSettings PATIENT = LinkSettings.DEFAULT;

    /** Gives up after 1.5 s: short enough to wait for, and longer than a busy machine keeps an edge from speaking. */
    static final LinkSettings IMPATIENT =
            new LinkSettings(Duration.ofMillis(50), Duration.ofMillis(1_500), Duration.ofMillis(200), 1_000, 1 << 20);

    static final MeshChannels CHANNELS = new MeshChannels(new MeshSecurity.Open());

    static final int PARTITIONS = 2;

    final InMemoryLog log = new InMemoryLog(Generation.of("log", PARTITIONS), InstantSource.system());
    final StaticOwnership tables = new StaticOwnership("node-1", log.generation(), InstantSource.system());
    final RevocationBook revocations = new RevocationBook();
    final Delivery delivery;
    final MeshServer server;

    MeshUnderTest(LinkSettings links) {
        this(links, DeliverySettings.defaults().settling(0, Duration.ZERO));
    }

    MeshUnderTest(LinkSettings links, DeliverySettings settings) {
        this(links, settings, new MeshSecurity.Open());
    }

    MeshUnderTest(LinkSettings links, MeshSecurity security) {
        this(links, DeliverySettings.defaults().settling(0, Duration.ZERO), security);
    }

    private MeshUnderTest(LinkSettings links, DeliverySettings settings, MeshSecurity security) {
        delivery = new Delivery("node-1", settings, log, log, Ticker.system());
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = new MeshServer(
                address, security, tables, delivery, links, revocations, Ticker.system(), () -> false, List.of());
        delivery.start();
        tables.watch(delivery::follow);
        server.start();
        tables.begin("127.0.0.1:9090");
        awaitFed(tables.current().orElseThrow().version());
    }

    private void awaitFed(long epoch) {
        Eventually.eventually().observing(delivery::status).until("both partitions are fed under " + epoch, () -> {
            log.deliver();
            List<PartitionStatus> fed = delivery.status();
            return fed.size() == PARTITIONS
                    && fed.stream()
                            .allMatch(status -> status.epoch() == epoch && status.through() != PartitionStatus.UNKNOWN);
        });
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    static int partitionOf(String channel) {
        return Partitioner.partitionOf(channel, PARTITIONS);
    }

    /** Appends publications and lets the node hear of them. */
    void publish(String channel, String... values) {
        for (String value : values) {
            log.append(channel, Payload.of(value));
        }
        log.deliver();
    }

    /**
     * Lets the node lose everything and own it again, as after a move away and back: under a greater epoch, with nothing in
     * memory, and from where the log ends now. Waits until it is fed.
     */
    void ownAnew() {
        PartitionTable before = tables.current().orElseThrow();
        long epoch = delivery.status().getFirst().epoch() + 1;
        var entry = new PartitionTable.Entry(epoch, List.of("node-1"));
        delivery.follow(
                new PartitionTable(epoch, before.generation(), Collections.nCopies(PARTITIONS, entry), before.nodes()));
        awaitFed(epoch);
    }

    void awaitLinks(int count) {
        Eventually.eventually()
                .observing(() -> "links " + server.links() + ", calls " + server.linkCalls())
                .until(count + " links and calls", () -> server.links() == count && server.linkCalls() == count);
    }

    @Override
    public void close() {
        server.close();
        delivery.close();
    }
}

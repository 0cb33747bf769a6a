package io.carillon.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.log.InMemoryLog;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.delivery.PartitionStatus;
import io.carillon.fanout.kafka.SkippedRecords;
import io.carillon.fanout.revocation.RevocationBook;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.discovery.StaticRegistry;
import io.carillon.runtime.lifecycle.PortUnavailableException;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.testkit.wait.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole node on an in-memory log. */
class FanoutNodeTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_234));

    private final InMemoryLog log = new InMemoryLog(Generation.of("log", 1), CLOCK);

    @Test
    void isInTheTableUnderTheAddressAtWhichItCanBeReached() throws InterruptedException {
        FanoutNode node = node(0);
        try {
            node.start();

            assertThat(node.control().tables().current().orElseThrow().nodes())
                    .isEqualTo(Map.of("node-1", "127.0.0.1:" + node.mesh().port()));
        } finally {
            node.close();
        }
    }

    @Test
    void showsAnOperatorWhatItOwnsAndHowFarItIs() throws InterruptedException {
        FanoutNode node = node(0);
        try {
            startAndRead(node);

            assertThat(node.cluster())
                    .isEqualTo(Map.of(
                            "node",
                            "node-1",
                            "leader",
                            "node-1",
                            "version",
                            1_234L,
                            "generation",
                            log.generation().id(),
                            "members",
                            List.of(Map.of(
                                    "id",
                                    "node-1",
                                    "address",
                                    "127.0.0.1:" + node.mesh().port())),
                            "partitions",
                            List.of(Map.of(
                                    "partition",
                                    0,
                                    "owner",
                                    Optional.of("node-1"),
                                    "epoch",
                                    1_234L,
                                    "state",
                                    "owned",
                                    "through",
                                    0L,
                                    "followers",
                                    0,
                                    "lag",
                                    0L))));
        } finally {
            node.close();
        }
    }

    @Test
    void showsItsFigures() throws InterruptedException {
        FanoutNode node = node(0);
        try (var metrics = new Metrics()) {
            startAndRead(node);

            FanoutMetrics.show(metrics, node, log, new SkippedRecords(Ticker.system()));

            assertThat(metrics.scrape())
                    .contains("push_fanout_links 0.0")
                    .contains("push_fanout_lag_offsets 0.0")
                    .contains("push_fanout_fetch_age_seconds 0.0")
                    .contains("push_fanout_publications_total 1.0")
                    .contains("push_fanout_records_skipped_total{reason=\"broken-value\"} 0.0")
                    .contains("push_fanout_recent_bytes 66.0")
                    .contains("push_fanout_owned_partitions 1.0");
        } finally {
            node.close();
        }
    }

    @Test
    void doesNotStartOnAPortThatIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FanoutNode node = node(taken.getLocalPort());

            assertThatThrownBy(node::start)
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("push.mesh.port");
            assertThat(node.control().tables().current()).isEmpty();
        }
    }

    private void startAndRead(FanoutNode node) throws InterruptedException {
        node.start();
        awaitThrough(node, -1);
        log.append("a", Payload.of("1"));
        awaitThrough(node, 0);
    }

    private void awaitThrough(FanoutNode node, long through) {
        Eventually.eventually().observing(node.delivery()::status).until("read through " + through, () -> {
            log.deliver();
            return node.delivery().status().stream()
                            .mapToLong(PartitionStatus::through)
                            .max()
                            .orElse(-2)
                    == through;
        });
    }

    private FanoutNode node(int port) {
        var settings = Settings.load(ConfigSources.none()
                .with(Map.of("push.mesh.address", "127.0.0.1", "push.mesh.port", Integer.toString(port))));
        FanoutConfig config = FanoutConfig.from(settings, "node-1", "127.0.0.1");
        return new FanoutNode(
                config,
                new MeshSecurity.Open(),
                new StaticRegistry(List.of(), List.of()),
                log.generation(),
                log,
                log,
                new RevocationBook(),
                Ticker.system(),
                CLOCK);
    }
}

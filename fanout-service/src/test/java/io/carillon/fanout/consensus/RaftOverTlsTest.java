package io.carillon.fanout.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Outcome;
import io.carillon.runtime.discovery.NodeAddress;
import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.runtime.tls.MeshService;
import io.carillon.runtime.tls.MeshTlsConfig;
import io.carillon.runtime.tls.Refusal;
import io.carillon.runtime.tls.ServiceTls;
import io.carillon.runtime.tls.TlsFiles;
import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.wait.Eventually;
import io.carillon.tls.CertificateAuthority;
import io.carillon.tls.KeyedCertificate;
import io.carillon.tls.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three voters on real sockets and disks, each with a certificate of its own. */
class RaftOverTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Generation LOG = Generation.of("log", 3);

    private static final RaftNode.Leading NOBODY_CARES = new RaftNode.Leading() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
    };

    private final Instant now = Instant.now();

    private final CertificateAuthority authority =
            CertificateAuthority.create("mesh", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));

    private final Map<String, RaftNode> nodes = new LinkedHashMap<>();
    private final List<ServiceTls> identities = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        nodes.values().forEach(RaftNode::close);
    }

    @Test
    void nodesAgreeThatShowWhoTheyAre() throws Exception {
        start("fanout", "fanout", "fanout");

        agree();

        awaitCluster("node-0", "node-1", "node-2");
    }

    @Test
    void nothingIsToldToAProcessOfAnotherService() throws Exception {
        start("fanout", "fanout", "edge");

        agree();

        awaitCluster("node-0", "node-1");
        Eventually.within(PATIENCE)
                .until(
                        "a refusal that is counted",
                        () -> identities.stream().anyMatch(identity -> identity.refusals(Refusal.WRONG_NAME) > 0));
        assertThat(node("node-2").cluster()).isEqualTo(Cluster.EMPTY);
    }

    private void start(String... services) throws IOException, InterruptedException {
        List<Integer> ports = FreePorts.some(services.length);
        List<NodeAddress> founders = new ArrayList<>();
        for (int i = 0; i < services.length; i++) {
            founders.add(new NodeAddress("node-" + i, "127.0.0.1:" + ports.get(i)));
        }
        for (int i = 0; i < services.length; i++) {
            String id = "node-" + i;
            ServiceTls tls = ServiceTls.open(
                    MeshService.valueOf(services[i].toUpperCase(Locale.ROOT)),
                    config(id, services[i]),
                    InstantSource.system());
            identities.add(tls);
            var settings = new RaftSettings(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(i)),
                    folder.resolve(id),
                    RaftSettings.Timing.DEFAULT,
                    4_096);
            var node = new RaftNode(id, settings, new MeshSecurity.Mutual(tls), _ -> {}, NOBODY_CARES);
            nodes.put(id, node);
            String _ = node.start(() -> founders, _ -> false);
        }
    }

    private MeshTlsConfig config(String id, String service) throws IOException {
        KeyedCertificate identity =
                authority.issue(Profile.service("carillon", service, now.minusSeconds(60), now.plusSeconds(3600)));
        var files = new TlsFiles(folder.resolve(id + ".key"), folder.resolve(id + ".pem"), folder.resolve("ca.pem"));
        identity.writeKey(files.key());
        identity.writeCertificate(files.certificates());
        authority.own().writeCertificate(files.authorities());
        return new MeshTlsConfig(files, "carillon", Duration.ofMinutes(1));
    }

    private RaftNode node(String id) {
        RaftNode node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("node: " + id + " (expected: one of " + nodes.keySet() + ")");
        }
        return node;
    }

    private void agree() throws Exception {
        RaftNode leader = Eventually.within(PATIENCE)
                .yields(
                        "a node leads",
                        () -> nodes.values().stream()
                                .filter(RaftNode::isLeader)
                                .findFirst()
                                .orElseThrow());
        assertThat(leader.submit(new Command.Found(LOG, 1_000)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(Outcome.Done.class);
    }

    private void awaitCluster(String... ids) {
        Eventually.within(PATIENCE)
                .observing(() -> nodes.values().stream().map(RaftNode::cluster).toList())
                .until(
                        "the log that was agreed on at " + List.of(ids),
                        () -> List.of(ids).stream()
                                .allMatch(id -> LOG.equals(node(id).cluster().generation())));
    }
}

package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.Figures;
import io.carillon.testkit.client.HttpReply;
import io.carillon.tls.CertificateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** N21: who has no certificate of the mesh gets nowhere at its ports, and is counted. */
@OnCluster
class MeshStrangersTest {

    private static final int TIMEOUT_MILLIS = 20_000;

    @AutoClose
    private final DataFolder elsewhere = new DataFolder();

    @Test
    void n21AStrangerWithoutACertificateIsRefusedAtEveryFanoutNodeAndCounted(Cluster cluster) throws Exception {
        for (ClusterNode node : cluster.fanouts()) {
            double before = refusals(node, "no-certificate");

            assertThat(isServed(node.plan().port("mesh"), new KeyManager[0])).isFalse();

            cluster.eventually().until("a refusal at " + node.name(), () -> refusals(node, "no-certificate") > before);
        }
    }

    @Test
    void n21AStrangerOfAnotherAuthorityIsRefusedAndCounted(Cluster cluster) throws Exception {
        ClusterNode node = cluster.leader();
        var certificates = new CertificateFolder(elsewhere.path());
        assertThat(certificates.issue("carillon", List.of("localhost"), Instant.now(), Duration.ofDays(1)))
                .isTrue();
        double before = refusals(node, "wrong-authority");

        assertThat(isServed(node.plan().port("mesh"), keys(certificates, "edge")))
                .isFalse();

        cluster.eventually().until("a refusal", () -> refusals(node, "wrong-authority") > before);
    }

    @Test
    void n21AStrangerCannotSpeakRaft(Cluster cluster) throws Exception {
        int port = cluster.leader().plan().port("raft");

        assertThat(isServed(port, new KeyManager[0])).isFalse();
    }

    @Test
    void n21AnEdgeCannotSpeakRaft(Cluster cluster) throws Exception {
        int port = cluster.leader().plan().port("raft");

        assertThat(isServed(port, keys(cluster.certificates(), "edge"))).isFalse();
        assertThat(isServed(port, keys(cluster.certificates(), "fanout"))).isTrue();
    }

    private static double refusals(ClusterNode node, String reason) {
        Optional<HttpReply> metrics = node.ask("/metrics");
        return metrics.map(
                        reply -> Figures.of(reply.text()).value("push_mesh_refusals_total{reason=\"" + reason + "\"}"))
                .orElse(0.0);
    }

    /** Returns whether whoever listens answers somebody with these keys in HTTP/2, whose own certificate is not looked at. */
    private static boolean isServed(int port, KeyManager[] keys) throws GeneralSecurityException, IOException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys, new TrustManager[] {new Trusting()}, null);
        try (var socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            // The preface and empty SETTINGS, to which a server of HTTP/2 answers with its own.
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            socket.getOutputStream().flush();
            byte[] head = socket.getInputStream().readNBytes(9);
            return head.length == 9 && head[3] == 4;
        } catch (IOException _) {
            return false;
        }
    }

    private static KeyManager[] keys(CertificateFolder folder, String service)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        String pem = Files.readString(folder.key(service)).replaceAll("-----[A-Z ]+-----", "");
        var key = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem));
        store.setKeyEntry(
                "own",
                KeyFactory.getInstance("EC").generatePrivate(key),
                new char[0],
                chain(folder.certificate(service)));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        return managers.getKeyManagers();
    }

    private static Certificate[] chain(Path pem) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
        }
    }

    /** Trusts everybody: what the other side thinks of us is what is looked at here. */
    private static final class Trusting implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

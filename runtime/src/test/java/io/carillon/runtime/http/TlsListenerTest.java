package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.runtime.tls.TlsFiles;
import io.carillon.testkit.wait.Eventually;
import io.carillon.tls.CertificateAuthority;
import io.carillon.tls.KeyedCertificate;
import io.carillon.tls.Profile;
import io.helidon.http.Method;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A public listener that does TLS, and real clients. */
class TlsListenerTest {

    private final Instant now = Instant.now();
    private final CertificateAuthority authority =
            CertificateAuthority.create("test", now.minusSeconds(60), now.plusSeconds(3600));

    @TempDir
    private Path folder;

    private PublicListener listener;

    @BeforeEach
    void listen() throws IOException {
        issue();
        var limits = new ListenerLimits(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                16 * 1024,
                100,
                8 * 1024,
                -1,
                ListenerLimits.DEFAULTS.acceptRateLimit(),
                0);
        listener = PublicListener.builder()
                .host("127.0.0.1")
                .port(0)
                .limits(limits)
                .tls(new TlsFiles(folder.resolve("s.key"), folder.resolve("s.pem"), folder.resolve("s.pem")))
                .contribute(new PathRoutes().route(Method.GET, "/hi", (_, response) -> response.send("hi")))
                .build();
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void servesOverTls() throws Exception {
        var answer = client(new SSLParameters())
                .send(HttpRequest.newBuilder(uri()).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("hi");
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void speaksOneOlderProtocolAndNoneBeforeThat() throws Exception {
        var older = new SSLParameters();
        older.setProtocols(new String[] {"TLSv1.2"});
        var answer = client(older).send(HttpRequest.newBuilder(uri()).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.sslSession().orElseThrow().getCipherSuite())
                .startsWith("TLS_ECDHE_")
                .contains("GCM");

        try (var socket = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", listener.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});

            assertThatExceptionOfType(SSLException.class).isThrownBy(socket::startHandshake);
        }
    }

    @Test
    void cutsOffWhoConnectsAndShakesNoHand() throws IOException {
        try (var silent = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            silent.setSoTimeout(20_000);

            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void cutsOffWhoSendsOneRecordByteByByte() throws Exception {
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), listener.port());
                var socket = (SSLSocket)
                        trusting().getSocketFactory().createSocket(plain, "127.0.0.1", listener.port(), true)) {
            socket.startHandshake();
            // The beginning of a record of 16 KiB, more than is sent in the time there is.
            plain.getOutputStream().write(new byte[] {0x17, 3, 3, 0x40, 0});

            Eventually.eventually().until("the end of the connection", () -> isRefused(plain));
        }
    }

    private static boolean isRefused(Socket plain) {
        try {
            plain.getOutputStream().write(0);
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void showsACertificateThatWasRenewedMeanwhile() throws IOException {
        X509Certificate before = shown();

        issue();

        Eventually.eventually().until("the new certificate", () -> !shown().equals(before));
    }

    private void issue() throws IOException {
        KeyedCertificate made = authority.issue(
                Profile.listener(List.of("localhost", "127.0.0.1"), now.minusSeconds(60), now.plusSeconds(3600)));
        made.writeKey(folder.resolve("s.key"));
        made.writeCertificate(folder.resolve("s.pem"));
    }

    private X509Certificate shown() {
        try (var socket = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", listener.port())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri() {
        return URI.create("https://127.0.0.1:" + listener.port() + "/hi");
    }

    private HttpClient client(SSLParameters parameters) throws GeneralSecurityException, IOException {
        return HttpClient.newBuilder()
                .sslContext(trusting())
                .sslParameters(parameters)
                .build();
    }

    private SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("test", authority.own().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}

package io.carillon.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.carillon.runtime.observe.Metrics;
import io.carillon.testkit.wait.Eventually;
import io.carillon.tls.KeyedCertificate;
import io.carillon.tls.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTlsTest {

    @TempDir
    private Path folder;

    @Test
    void tellsWhichServiceAPeerIs() throws IOException {
        var mesh = new TestMesh(folder);
        ServiceTls tls = mesh.open(MeshService.FANOUT);

        var peer = tls.client(certificates(mesh.authority().issue(mesh.profile("edge"))));

        assertThat(peer).contains(MeshService.EDGE);
    }

    @Test
    void refusesAndCountsAPeerWithoutACertificate() throws IOException {
        ServiceTls tls = new TestMesh(folder).open(MeshService.FANOUT);

        var peer = tls.client(new Certificate[0]);

        assertThat(peer).isEmpty();
        assertThat(tls.refusals(Refusal.NO_CERTIFICATE)).isEqualTo(1);
    }

    @Test
    void refusesAndCountsAPeerWhoseCertificateHasEnded() throws IOException {
        var mesh = new TestMesh(folder);
        ServiceTls tls = mesh.open(MeshService.FANOUT);
        var ended = Profile.service(
                TestMesh.TRUST_DOMAIN,
                "edge",
                mesh.now().minusSeconds(60),
                mesh.now().minusSeconds(1));

        var peer = tls.client(certificates(mesh.authority().issue(ended)));

        assertThat(peer).isEmpty();
        assertThat(tls.refusals(Refusal.EXPIRED)).isEqualTo(1);
    }

    @Test
    void refusesAndCountsAPeerOfAnotherAuthority() throws IOException {
        var mesh = new TestMesh(folder);
        ServiceTls tls = mesh.open(MeshService.FANOUT);
        var stranger = mesh.stranger();

        var peer = tls.client(certificates(stranger.issue(mesh.profile("edge"))));

        assertThat(peer).isEmpty();
        assertThat(tls.refusals(Refusal.WRONG_AUTHORITY)).isEqualTo(1);
    }

    @Test
    void refusesAndCountsAPeerThatIsNoServiceOfThisMesh() throws IOException {
        var mesh = new TestMesh(folder);
        ServiceTls tls = mesh.open(MeshService.FANOUT);
        var names = List.of(
                List.of("spiffe://elsewhere/service/edge"),
                List.of("spiffe://example/service/toaster"),
                List.of("spiffe://example/service/edge", "spiffe://example/service/fanout"),
                List.of("https://example/service/edge"),
                List.<String>of());

        for (List<String> uris : names) {
            var profile = new Profile(
                    "edge",
                    uris,
                    List.of("edge"),
                    mesh.now().minusSeconds(60),
                    mesh.now().plusSeconds(60));
            assertThat(tls.client(certificates(mesh.authority().issue(profile))))
                    .as("%s", uris)
                    .isEmpty();
        }

        assertThat(tls.refusals(Refusal.WRONG_NAME)).isEqualTo(names.size());
    }

    @Test
    void takesUpANewAuthorityWithoutARestart() throws IOException {
        var mesh = new TestMesh(folder);
        ServiceTls tls = mesh.open(MeshService.FANOUT);
        var successor = mesh.stranger();
        Certificate[] edge = certificates(successor.issue(mesh.profile("edge")));
        assertThat(tls.client(edge)).isEmpty();

        tls.start();
        successor.own().writeCertificate(folder.resolve("ca.pem"));

        Eventually.eventually()
                .until("the new authority to be trusted", () -> tls.client(edge).isPresent());
        tls.close();
    }

    @Test
    void showsTheNewCertificateToHandshakesThatBeginAfterItCame() throws IOException {
        var mesh = new TestMesh(folder);
        ServiceTls tls = mesh.open(MeshService.FANOUT);
        var keys = tls.keyManager();
        String before = keys.chooseEngineServerAlias("EC", null, null);
        tls.start();

        KeyedCertificate renewed = mesh.authority().issue(mesh.profile("fanout"));
        mesh.write("fanout", renewed);

        Eventually.eventually()
                .until(
                        "the new certificate",
                        () -> keys.getCertificateChain(keys.chooseEngineServerAlias("EC", null, null))[0].equals(
                                renewed.certificate()));
        // A handshake that has shown the old certificate still finds its key.
        assertThat(keys.getPrivateKey(before)).isNotNull().isNotEqualTo(renewed.key());
        tls.close();
    }

    @Test
    void keepsWhatItHasWhenTheFilesAreNoGood() throws IOException {
        var mesh = new TestMesh(folder);
        ServiceTls tls = mesh.open(MeshService.FANOUT);
        var figures = new Metrics();
        tls.show(figures);
        var keys = tls.keyManager();
        String before = keys.chooseEngineServerAlias("EC", null, null);
        tls.start();

        Files.writeString(folder.resolve("fanout.pem"), "half of a");

        Eventually.eventually()
                .until(
                        "the failure to be counted",
                        () -> figures.scrape().contains("push_mesh_key_loads_total{result=\"failed\"} 1.0"));
        assertThat(keys.chooseEngineServerAlias("EC", null, null)).isEqualTo(before);
        tls.close();
        figures.close();
    }

    @Test
    void doesNotOpenWithTheIdentityOfAnotherService() throws IOException {
        var mesh = new TestMesh(folder);
        MeshTlsConfig config = mesh.write("edge", mesh.authority().issue(mesh.profile("edge")));

        assertThatIOException()
                .isThrownBy(() -> ServiceTls.open(MeshService.FANOUT, config, InstantSource.system()))
                .withMessage(folder.resolve("edge.pem") + ": names spiffe://example/service/edge"
                        + " (expected: spiffe://example/service/fanout as its only URI)");
    }

    @Test
    void doesNotOpenWithTheKeyOfAnotherCertificate() throws IOException {
        var mesh = new TestMesh(folder);
        MeshTlsConfig config = mesh.write("edge", mesh.authority().issue(mesh.profile("edge")));
        mesh.authority().issue(mesh.profile("edge")).writeKey(config.files().key());

        assertThatIOException()
                .isThrownBy(() -> ServiceTls.open(MeshService.EDGE, config, InstantSource.system()))
                .withMessageContaining("another key than that of the certificate");
    }

    @Test
    void saysHowAKeyOfAnotherKindIsTurnedIntoOneOfOurs() throws IOException {
        var mesh = new TestMesh(folder);
        MeshTlsConfig config = mesh.write("edge", mesh.authority().issue(mesh.profile("edge")));
        Files.writeString(config.files().key(), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");

        assertThatIOException()
                .isThrownBy(() -> ServiceTls.open(MeshService.EDGE, config, InstantSource.system()))
                .withMessageContaining("EC PRIVATE KEY (expected: a PRIVATE KEY")
                .withMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }

    private static Certificate[] certificates(KeyedCertificate identity) {
        return new Certificate[] {identity.certificate()};
    }
}

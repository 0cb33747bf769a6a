package io.carillon.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFolderTest {

    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
    private static final Duration LIFE = Duration.ofDays(30);
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1");

    @TempDir
    private Path folder;

    @Test
    void namesEachServiceInAUriThatTheAuthoritySigns() throws IOException, GeneralSecurityException {
        var certificates = new CertificateFolder(folder);

        certificates.issue("example", HOSTS, NOW, LIFE);

        X509Certificate edge = read(certificates.certificate("edge"));
        edge.verify(read(certificates.authority()).getPublicKey());
        assertThat(edge.getSubjectAlternativeNames()).containsExactly(List.of(6, "spiffe://example/service/edge"));
        assertThat(edge.getBasicConstraints()).isEqualTo(-1);
        assertThat(edge.getNotAfter().toInstant()).isEqualTo(NOW.plus(LIFE));
    }

    @Test
    void namesTheHostsOfPublicListeners() throws IOException, GeneralSecurityException {
        var certificates = new CertificateFolder(folder);

        certificates.issue("example", HOSTS, NOW, LIFE);

        assertThat(read(certificates.certificate("server")).getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    }

    @Test
    void keepsItsAuthorityWhenItMakesIdentitiesAnew() throws IOException, GeneralSecurityException {
        var certificates = new CertificateFolder(folder);
        assertThat(certificates.issue("example", HOSTS, NOW, LIFE)).isTrue();
        X509Certificate authority = read(certificates.authority());
        X509Certificate before = read(certificates.certificate("edge"));

        assertThat(certificates.issue("example", HOSTS, NOW, LIFE)).isFalse();

        assertThat(read(certificates.authority())).isEqualTo(authority);
        assertThat(read(certificates.certificate("edge"))).isNotEqualTo(before);
    }

    @Test
    void keepsKeysFromOtherUsersAndOutOfRepositories() throws IOException {
        var certificates = new CertificateFolder(folder);

        certificates.issue("example", HOSTS, NOW, LIFE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(certificates.key("edge"))))
                .isEqualTo("rw-------");
        assertThat(folder.resolve(".gitignore")).hasContent("*");
    }

    @Test
    void saysWhatToDoAboutAnAuthorityThatHasEnded() throws IOException {
        var certificates = new CertificateFolder(folder);
        certificates.issue("example", HOSTS, NOW, LIFE);
        Instant late = NOW.plus(Duration.ofDays(4000));

        assertThatIOException()
                .isThrownBy(() -> certificates.issue("example", HOSTS, late, LIFE))
                .withMessageContaining("the authority ended at 2036-11-24")
                .withMessageContaining("delete " + folder + " to make everything anew");
    }

    private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }
}

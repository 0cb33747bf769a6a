package io.carillon.runtime.tls;

import io.carillon.tls.CertificateAuthority;
import io.carillon.tls.KeyedCertificate;
import io.carillon.tls.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A folder with identities of a mesh, good and bad ones. */
final class TestMesh {

    static final String TRUST_DOMAIN = "example";

    private final Path folder;
    private final Instant now = Instant.now();
    private final CertificateAuthority authority =
            CertificateAuthority.create("test", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));

    TestMesh(Path folder) {
        this.folder = folder;
    }

    Instant now() {
        return now;
    }

    CertificateAuthority authority() {
        return authority;
    }

    /** Returns another authority, which this mesh does not trust. */
    CertificateAuthority stranger() {
        return CertificateAuthority.create("test", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
    }

    /** Returns what a good identity of a service says. */
    Profile profile(String service) {
        return Profile.service(TRUST_DOMAIN, service, now.minusSeconds(60), now.plusSeconds(3600));
    }

    /** Writes an identity that trusts this mesh's authority. */
    MeshTlsConfig write(String name, KeyedCertificate identity) throws IOException {
        var files =
                new TlsFiles(folder.resolve(name + ".key"), folder.resolve(name + ".pem"), folder.resolve("ca.pem"));
        identity.writeKey(files.key());
        identity.writeCertificate(files.certificates());
        authority.own().writeCertificate(files.authorities());
        return new MeshTlsConfig(files, TRUST_DOMAIN, Duration.ofMillis(100));
    }

    /** Opens a good identity. */
    ServiceTls open(MeshService service) throws IOException {
        return ServiceTls.open(
                service, write(service.label(), authority.issue(profile(service.label()))), InstantSource.system());
    }
}

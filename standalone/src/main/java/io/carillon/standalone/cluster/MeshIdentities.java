package io.carillon.standalone.cluster;

import io.carillon.tls.CertificateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The certificates by which the services of a cluster on this machine know each other. */
public final class MeshIdentities {

    private static final String TRUST_DOMAIN = "carillon";
    private static final Duration LIFE = Duration.ofDays(90);

    private MeshIdentities() {}

    /** Makes an identity for each service, anew for each start of the cluster, in a folder of its data. */
    public static void issue(Path data) throws IOException {
        boolean _ = folder(data)
                .issue(
                        TRUST_DOMAIN,
                        List.of("localhost", "127.0.0.1"),
                        InstantSource.system().instant(),
                        LIFE);
    }

    /** Returns the settings that give a service its identity. */
    static Map<String, String> settings(Path data, NodeKind service) {
        CertificateFolder folder = folder(data);
        String name = service.name().toLowerCase(Locale.ROOT);
        return Map.of(
                "push.mesh.tls.key", folder.key(name).toString(),
                "push.mesh.tls.certificate", folder.certificate(name).toString(),
                "push.mesh.tls.authorities", folder.authority().toString());
    }

    /** Returns where they are. */
    public static CertificateFolder folder(Path data) {
        return new CertificateFolder(data.resolve("certs"));
    }
}

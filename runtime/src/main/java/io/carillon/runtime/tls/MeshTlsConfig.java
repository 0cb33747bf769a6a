package io.carillon.runtime.tls;

import io.carillon.runtime.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the mesh is secured by TLS.
 *
 * @param files where key material comes from
 * @param trustDomain whose services these are, as certificates name it
 * @param reloadEvery how often the files are looked at
 */
public record MeshTlsConfig(TlsFiles files, String trustDomain, Duration reloadEvery) {

    private static final String KEY = "push.mesh.tls.key";
    private static final String CERTIFICATE = "push.mesh.tls.certificate";
    private static final String AUTHORITIES = "push.mesh.tls.authorities";
    private static final String INSECURE = "push.mesh.insecure";

    private static final String EXPECTED = "a PEM file. The mesh is mutual TLS: push.mesh.tls.key, .certificate and "
            + ".authorities, which ./carillon certs makes for development; without it only with push.mesh.insecure=true";

    /**
     * Reads the configuration; what is wrong with it is found in the settings. It is wrong to name no files, unless
     * {@code push.mesh.insecure} says that everybody who can reach the mesh may do everything.
     *
     * @return nothing if the mesh is to be without TLS
     */
    public static Optional<MeshTlsConfig> from(Settings settings) {
        Optional<Path> key = path(settings, KEY);
        Optional<Path> certificate = path(settings, CERTIFICATE);
        Optional<Path> authorities = path(settings, AUTHORITIES);
        String trustDomain = settings.text("push.mesh.tls.trust.domain", "carillon");
        Duration reload = settings.duration(
                "push.mesh.tls.reload.duration", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofHours(1));
        boolean insecure = settings.bool(INSECURE, false);
        settings.require(!trustDomain.isBlank(), "push.mesh.tls.trust.domain", "a name, such as carillon");
        if (key.isPresent() && certificate.isPresent() && authorities.isPresent()) {
            settings.require(!insecure, INSECURE, "false while there are files for TLS");
            return Optional.of(new MeshTlsConfig(
                    new TlsFiles(key.get(), certificate.get(), authorities.get()), trustDomain, reload));
        }
        boolean none = key.isEmpty() && certificate.isEmpty() && authorities.isEmpty();
        settings.require((none && insecure) || key.isPresent(), KEY, EXPECTED);
        settings.require(none || certificate.isPresent(), CERTIFICATE, EXPECTED);
        settings.require(none || authorities.isPresent(), AUTHORITIES, EXPECTED);
        return Optional.empty();
    }

    private static Optional<Path> path(Settings settings, String key) {
        return settings.optionalText(key).flatMap(text -> {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException _) {
                settings.require(false, key, "a file");
                return Optional.empty();
            }
        });
    }
}

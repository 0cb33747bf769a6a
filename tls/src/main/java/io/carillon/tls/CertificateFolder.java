package io.carillon.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * A folder with an authority for development and what it has signed: {@code ca.pem} and {@code ca.key}, a {@code .pem} and a
 * {@code .key} for each service, and {@code server.pem} for a public listener.
 */
public final class CertificateFolder {

    /** The services of a mesh that get an identity each. */
    public static final List<String> SERVICES = List.of("ingest", "edge", "fanout");

    /** The name of the pair for public listeners. */
    public static final String SERVER = "server";

    private static final String AUTHORITY = "ca";

    /** Clocks of machines differ; what was just made must be valid on all of them. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

    private final Path folder;

    /** Makes it of a folder that need not exist. */
    public CertificateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes an identity for each service and a certificate for public listeners, signed by the folder's authority, which is
     * made if there is none. Identities that are there are replaced: processes that run with them load the new ones.
     *
     * @param hosts names and addresses of public listeners; at least one
     * @return whether the authority was made anew
     * @throws IOException if the folder cannot be written to, or its authority not be used; says why
     */
    public boolean issue(String trustDomain, List<String> hosts, Instant now, Duration life) throws IOException {
        Files.createDirectories(folder);
        // Whatever folder it is, its keys must not end up in a repository.
        Files.writeString(folder.resolve(".gitignore"), "*\n");
        boolean fresh = !Files.exists(key(AUTHORITY)) && !Files.exists(authority());
        CertificateAuthority authority = fresh ? make(trustDomain, now) : load(now);
        Instant from = now.minus(SLACK);
        for (String service : SERVICES) {
            write(service, authority.issue(Profile.service(trustDomain, service, from, now.plus(life))));
        }
        write(SERVER, authority.issue(Profile.listener(hosts, from, now.plus(life))));
        return fresh;
    }

    /** Returns the file of the authority's certificate, which peers trust. */
    public Path authority() {
        return certificate(AUTHORITY);
    }

    /** Returns the file of a service's certificate. */
    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** Returns the file of a service's key. */
    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private CertificateAuthority make(String trustDomain, Instant now) throws IOException {
        var authority = CertificateAuthority.create(
                trustDomain + " development authority", now.minus(SLACK), now.plus(AUTHORITY_LIFE));
        write(AUTHORITY, authority.own());
        return authority;
    }

    private CertificateAuthority load(Instant now) throws IOException {
        try (InputStream in = Files.newInputStream(authority())) {
            var certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (certificate.getNotAfter().toInstant().isBefore(now)) {
                throw new IOException(authority() + ": the authority ended at "
                        + certificate.getNotAfter().toInstant() + " (expected: one that is valid; delete " + folder
                        + " to make everything anew)");
            }
            String text =
                    Files.readString(key(AUTHORITY), StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----|\\s", "");
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
            return new CertificateAuthority(new KeyedCertificate(key, certificate));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    folder + ": its authority cannot be used: " + e.getMessage()
                            + " (expected: ca.pem and ca.key as they were made; delete the folder to make everything anew)",
                    e);
        }
    }

    private void write(String name, KeyedCertificate made) throws IOException {
        made.writeKey(key(name));
        made.writeCertificate(certificate(name));
    }
}

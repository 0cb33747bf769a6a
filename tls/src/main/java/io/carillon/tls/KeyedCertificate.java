package io.carillon.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;

/**
 * A certificate and its key.
 *
 * @param key the private key
 * @param certificate whose it is
 */
public record KeyedCertificate(PrivateKey key, X509Certificate certificate) {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOR_ALL = PosixFilePermissions.fromString("rw-r--r--");

    /** Writes the certificate as PEM. */
    public void writeCertificate(Path file) throws IOException {
        try {
            write(file, pem("CERTIFICATE", certificate.getEncoded()), FOR_ALL);
        } catch (CertificateEncodingException e) {
            throw new IOException(file + ": certificate not encoded: " + e.getMessage(), e);
        }
    }

    /** Writes the key as PEM, for its owner's eyes only from the first moment on. */
    public void writeKey(Path file) throws IOException {
        write(file, pem("PRIVATE KEY", key.getEncoded()), OWNER_ONLY);
    }

    private static String pem(String kind, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }

    /** Writes beside and renames, so that who reads meanwhile sees the old file or the new one and never half of it. */
    private static void write(Path file, String text, Set<PosixFilePermission> permissions) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        Path unfinished = Files.createTempFile(folder, "pem", ".new", attributes(folder));
        try {
            Files.writeString(unfinished, text);
            if (attributes(folder).length > 0) {
                Files.setPosixFilePermissions(unfinished, permissions);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static FileAttribute<?>[] attributes(Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}

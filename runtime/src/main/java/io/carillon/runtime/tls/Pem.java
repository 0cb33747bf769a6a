package io.carillon.runtime.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys and certificates from PEM text; what is wrong is told with how to mend it, and never with any of the key. */
public final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private Pem() {}

    /**
     * Returns the one private key in a file.
     *
     * @throws IOException if there is none that can be read; the message says what is there, and how to mend it
     */
    public static PrivateKey privateKey(Path file) throws IOException {
        return privateKey(FileContents.read(file), file.toString());
    }

    /**
     * Returns the certificates in a file, in its order; at least one.
     *
     * @throws IOException if there is none, or one that cannot be read
     */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        return certificates(FileContents.read(file), file.toString());
    }

    /** Returns the one private key in the text. */
    static PrivateKey privateKey(String text, String where) throws IOException {
        List<String> others = new ArrayList<>();
        for (Matcher block = blocks(text); block.find(); ) {
            if (block.group(1).equals("PRIVATE KEY")) {
                return decode(Base64.getMimeDecoder().decode(block.group(2)), where);
            }
            others.add(block.group(1));
        }
        String found = others.isEmpty() ? "no PEM block" : String.join(", ", others);
        throw new IOException(where + ": " + found + " (expected: a PRIVATE KEY, which is PKCS #8 without a password; "
                + "openssl pkcs8 -topk8 -nocrypt makes one of other kinds)");
    }

    private static PrivateKey decode(byte[] pkcs8, String where) throws IOException {
        var spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // The next algorithm may know it.
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("algorithm: " + algorithm + " (expected: one that every JDK has)", e);
            }
        }
        throw new IOException(where + ": a private key of an unknown kind (expected: one of " + KEY_ALGORITHMS + ")");
    }

    /** Returns the certificates in the text, in its order; at least one. */
    static List<X509Certificate> certificates(String text, String where) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        for (Matcher block = blocks(text); block.find(); ) {
            if (block.group(1).equals("CERTIFICATE")) {
                certificates.add(certificate(block.group(2), where));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(where + ": no certificate in it (expected: PEM, with BEGIN CERTIFICATE)");
        }
        return certificates;
    }

    private static X509Certificate certificate(String base64, String where) throws IOException {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return (X509Certificate) certificate;
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IOException(where + ": a certificate that cannot be read: " + e.getMessage(), e);
        }
    }

    private static Matcher blocks(String text) {
        return BLOCK.matcher(text);
    }
}

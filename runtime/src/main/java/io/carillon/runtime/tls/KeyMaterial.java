package io.carillon.runtime.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A key, what proves whose it is, and whom its holder trusts: a whole that was read at one time and fits together.
 *
 * @param key the private key
 * @param chain its certificate, then those of the authorities between
 * @param authorities who is trusted to name peers
 */
record KeyMaterial(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {

    KeyMaterial {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /**
     * Reads it.
     *
     * @throws IOException if a file is not what it should be, or they do not fit together; the message says which and how
     */
    static KeyMaterial parse(TlsFiles files, FileContents contents, Instant now) throws IOException {
        var material = new KeyMaterial(
                Pem.privateKey(contents.key(), files.key().toString()),
                Pem.certificates(contents.certificates(), files.certificates().toString()),
                Pem.certificates(contents.authorities(), files.authorities().toString()));
        X509Certificate own = material.chain().getFirst();
        if (!fits(material.key(), own.getPublicKey())) {
            throw new IOException(files.key() + ": another key than that of the certificate in " + files.certificates()
                    + " (expected: the two that were made together)");
        }
        if (own.getNotAfter().toInstant().isBefore(now)) {
            throw new IOException(files.certificates() + ": expired at "
                    + own.getNotAfter().toInstant() + " (expected: one that is valid at " + now + ")");
        }
        return material;
    }

    /** Returns when the certificate ends. */
    Instant expires() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    private static boolean fits(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> "EdDSA";
        };
        byte[] probe = {1, 2, 3};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signature = signer.sign();
            signer.initVerify(certified);
            signer.update(probe);
            return signer.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}

package io.carillon.runtime.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** The algorithms that are taken, and the check of each. */
final class Signatures {

    /** All that are taken; {@code none} and everything that is old or rare is not. */
    static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.HS256, JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form. */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_BYTES = 32;

    private Signatures() {}

    /** Returns whether a key has signed a token, with the algorithm that the token names and the key is for. */
    static boolean isGood(SignedJWT token, JWK key) {
        try {
            return switch (key) {
                case OctetSequenceKey octets -> verify(token, JWSAlgorithm.HS256, new MACVerifier(octets));
                case RSAKey rsa -> verify(token, JWSAlgorithm.RS256, new RSASSAVerifier(rsa));
                case ECKey ec -> verify(token, JWSAlgorithm.ES256, new ECDSAVerifier(ec));
                case OctetKeyPair pair -> isAlgorithm(token, JWSAlgorithm.EdDSA) && ed25519(token, pair);
                default -> false;
            };
        } catch (JOSEException | GeneralSecurityException _) {
            return false;
        }
    }

    private static boolean verify(SignedJWT token, JWSAlgorithm algorithm, JWSVerifier verifier) throws JOSEException {
        return isAlgorithm(token, algorithm) && token.verify(verifier);
    }

    private static boolean isAlgorithm(SignedJWT token, JWSAlgorithm algorithm) {
        return token.getHeader().getAlgorithm().equals(algorithm);
    }

    /** With the JDK: nimbus would want another library for this. */
    private static boolean ed25519(SignedJWT token, OctetKeyPair pair) throws GeneralSecurityException {
        byte[] x = pair.getX().decode();
        if (x.length != ED25519_BYTES) {
            return false;
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + x.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(token.getSigningInput());
        return signature.verify(token.getSignature().decode());
    }
}

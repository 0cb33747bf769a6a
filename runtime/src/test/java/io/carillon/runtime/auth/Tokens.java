package io.carillon.runtime.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Makes tokens as somebody else's authority would, and as nobody should. */
final class Tokens {

    static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private Tokens() {}

    /** Returns claims that are good at {@link #NOW}. */
    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("alice")
                .audience("carillon")
                .issuer("https://id.example")
                .jwtID("t-1")
                .issueTime(Date.from(NOW.minusSeconds(60)))
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .claim("push", Map.of("publish", List.of("news.*"), "subscribe", List.of("*")));
    }

    static String sign(JWSHeader head, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        var token = new SignedJWT(head, claims);
        token.sign(signer);
        return token.serialize();
    }

    static String signEd25519(String keyId, JWTClaimsSet claims, PrivateKey key) throws GeneralSecurityException {
        var head = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(keyId).build();
        String input = head.toBase64URL() + "." + Base64URL.encode(claims.toString());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + '.' + Base64URL.encode(signature.sign());
    }
}

package io.carillon.runtime.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Optional;

/** Texts that we sign for ourselves, each of a kind, so that one is never taken for another. */
final class Signed {

    private final byte[] secret;

    Signed(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    String sign(String kind, JWTClaimsSet claims) {
        var head = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType(kind))
                .build();
        var text = new SignedJWT(head, claims);
        try {
            text.sign(new MACSigner(secret));
            return text.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("secret: not taken (expected: at least 32 bytes)", e);
        }
    }

    /** Returns what a text says, if it is ours and of that kind. */
    Optional<JWTClaimsSet> read(String kind, String text) {
        try {
            SignedJWT signed = SignedJWT.parse(text);
            JWSHeader head = signed.getHeader();
            boolean ours = JWSAlgorithm.HS256.equals(head.getAlgorithm())
                    && new JOSEObjectType(kind).equals(head.getType())
                    && signed.verify(new MACVerifier(secret));
            return ours ? Optional.of(signed.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

package io.carillon.runtime.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes tokens for development, signed with a shared secret. Real ones come from whoever knows the users. */
public final class TokenMaker {

    private final Signed signed;

    /** Makes one with the secret that services have as {@code push.auth.secret}. */
    public TokenMaker(String secret) {
        if (secret.getBytes(StandardCharsets.UTF_8).length < AuthConfig.MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "secret: too short (expected: at least " + AuthConfig.MIN_SECRET_BYTES + " bytes)");
        }
        this.signed = new Signed(secret);
    }

    /**
     * Returns a token.
     *
     * @param publish names or patterns of channels to publish to
     * @param subscribe names or patterns of channels to hear
     * @param operate whether its holder may command, on the management port
     */
    public String make(
            String subject,
            String audience,
            List<String> publish,
            List<String> subscribe,
            boolean operate,
            Instant now,
            Duration life) {
        Map<String, Object> push = new LinkedHashMap<>();
        push.put(TokenClaims.PUBLISH, publish);
        push.put(TokenClaims.SUBSCRIBE, subscribe);
        if (operate) {
            push.put(TokenClaims.OPERATE, true);
        }
        return signed.sign(
                "JWT",
                new JWTClaimsSet.Builder()
                        .subject(subject)
                        .audience(audience)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(life)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim(TokenClaims.PUSH, push)
                        .build());
    }
}

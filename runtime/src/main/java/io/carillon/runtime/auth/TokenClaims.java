package io.carillon.runtime.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.carillon.core.access.ChannelPattern;
import io.carillon.core.access.Principal;
import io.carillon.core.access.Rights;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a token claims, once its signature is known to be good. */
final class TokenClaims {

    /** The claim that names channels: {@code {"publish":[…],"subscribe":[…],"operate":true}}. */
    static final String PUSH = "push";

    static final String PUBLISH = "publish";
    static final String SUBSCRIBE = "subscribe";
    static final String OPERATE = "operate";

    private final Optional<String> issuer;
    private final String audience;
    private final long leewayMillis;
    private final Duration life;

    TokenClaims(Optional<String> issuer, String audience, Duration leeway, Duration life) {
        this.issuer = issuer;
        this.audience = audience;
        this.leewayMillis = leeway.toMillis();
        this.life = life;
    }

    /** Returns whom the claims are about, or what is wrong with them. */
    Verdict judge(JWTClaimsSet claims, long nowMillis) {
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        Date begins = claims.getNotBeforeTime();
        if (issuer.isPresent() && !issuer.get().equals(claims.getIssuer())) {
            return refused(AccessRefusal.ISSUER, "iss: " + claims.getIssuer() + " (expected: " + issuer.get() + ")");
        }
        if (!claims.getAudience().contains(audience)) {
            return refused(AccessRefusal.AUDIENCE, "aud: " + claims.getAudience() + " (expected: " + audience + ")");
        }
        if (expires == null) {
            return refused(AccessRefusal.EXPIRED, "exp: none (expected: when the token ends)");
        }
        if (nowMillis >= expires.toInstant().toEpochMilli() + leewayMillis) {
            return refused(
                    AccessRefusal.EXPIRED,
                    "exp: " + expires.toInstant() + " is over (expected: a token that is still valid)");
        }
        if (isYetToCome(begins, nowMillis)) {
            return refused(
                    AccessRefusal.EARLY,
                    "nbf: " + begins.toInstant() + " is yet to come (expected: a token that is valid already)");
        }
        // Without it nobody could tell whether a revocation is about the token, nor when that can be forgotten.
        if (issued == null) {
            return refused(AccessRefusal.LIFE, "iat: none (expected: when the token was made)");
        }
        // It would pass for a token that was made after any revocation of its principal.
        if (isYetToCome(issued, nowMillis)) {
            return refused(
                    AccessRefusal.EARLY,
                    "iat: " + issued.toInstant() + " is yet to come (expected: a token that was made already)");
        }
        if (livesTooLong(issued, expires)) {
            return refused(
                    AccessRefusal.LIFE,
                    "exp: " + expires.toInstant() + " is too far away (expected: at most " + life.toSeconds()
                            + " s after iat, push.auth.token.life.limit.duration)");
        }
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank()) {
            return refused(AccessRefusal.CLAIMS, "sub: none (expected: who this is)");
        }
        try {
            return new Verdict.Known(new Principal(
                    subject,
                    claims.getJWTID() == null ? "" : claims.getJWTID(),
                    rights(claims.getJSONObjectClaim(PUSH)),
                    issued.toInstant().toEpochMilli(),
                    end(expires.toInstant().toEpochMilli(), nowMillis)));
        } catch (ParseException | IllegalArgumentException e) {
            return refused(
                    AccessRefusal.CLAIMS,
                    "push: " + e.getMessage() + " (expected: {\"publish\":[…],\"subscribe\":[…]} with names or"
                            + " patterns of channels)");
        }
    }

    private boolean isYetToCome(@Nullable Date time, long nowMillis) {
        return time != null && time.toInstant().toEpochMilli() > nowMillis + leewayMillis;
    }

    /** A revocation is forgotten after the longest life of a token, so one that lives longer would come back. */
    private boolean livesTooLong(Date issued, Date expires) {
        // A sum, since a difference of times that are far apart would overflow, and pass.
        return expires.toInstant().toEpochMilli() > issued.toInstant().toEpochMilli() + life.toMillis();
    }

    /** A token that is taken only for the sake of clocks that differ ends when they cannot differ any more. */
    private long end(long expiresMillis, long nowMillis) {
        return nowMillis < expiresMillis ? expiresMillis : expiresMillis + leewayMillis;
    }

    private static Verdict refused(AccessRefusal reason, String detail) {
        return new Verdict.Refused(reason, "token: " + detail);
    }

    private static Rights rights(@Nullable Map<String, Object> push) {
        return push == null
                ? Rights.NONE
                : new Rights(
                        patterns(push, PUBLISH), patterns(push, SUBSCRIBE), Boolean.TRUE.equals(push.get(OPERATE)));
    }

    private static List<ChannelPattern> patterns(Map<String, Object> push, String name) {
        return switch (push.get(name)) {
            case null -> List.of();
            case List<?> list -> {
                var patterns = new ArrayList<ChannelPattern>();
                for (Object element : list) {
                    if (!(element instanceof String text)) {
                        throw new IllegalArgumentException(name + " holds what is no text");
                    }
                    patterns.add(new ChannelPattern(text));
                }
                yield patterns;
            }
            default -> throw new IllegalArgumentException(name + " is no list");
        };
    }
}

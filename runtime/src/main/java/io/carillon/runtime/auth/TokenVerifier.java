package io.carillon.runtime.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns a token into a principal: signature first, claims then, as RFC 8725 has it. Any thread may ask.
 *
 * <p>What is not read is as important: no key that the token itself brings or points to ({@code jwk}, {@code jku}, {@code
 * x5u}, {@code x5c}), no compression, no encryption, and nothing that is marked critical.
 */
public final class TokenVerifier {

    private static final System.Logger LOGGER = System.getLogger(TokenVerifier.class.getName());

    private static final long COMPLAIN_EVERY_MILLIS = 60_000;

    /** A token is part of a request's head; the head's own limit is not far above. */
    static final int MAX_LENGTH = 8 * 1024;

    private final TokenKeys keys;
    private final TokenClaims claims;
    private final InstantSource clock;
    private final VerifiedTokens verified;
    private volatile long complainedMillis;

    /** Makes a verifier; keys are fetched when the first token comes. */
    public TokenVerifier(AuthConfig config, InstantSource clock) {
        this.keys = new TokenKeys(config);
        this.claims = new TokenClaims(config.issuer(), config.audience(), config.leeway(), config.tokenLife());
        this.clock = clock;
        this.verified = new VerifiedTokens();
    }

    /** Returns whom a token is about. */
    public Verdict verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return new Verdict.Refused(
                    AccessRefusal.MALFORMED,
                    "token: " + token.length() + " characters (expected: at most " + MAX_LENGTH + ")");
        }
        long now = clock.millis();
        return verified.known(token, now).<Verdict>map(Verdict.Known::new).orElseGet(() -> {
            Verdict verdict = judge(token, now);
            if (verdict instanceof Verdict.Known(var principal)) {
                verified.add(token, principal, now);
            }
            return verdict;
        });
    }

    private Verdict judge(String token, long now) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader head = jwt.getHeader();
            if (!Signatures.ALGORITHMS.contains(head.getAlgorithm())) {
                return new Verdict.Refused(
                        AccessRefusal.ALGORITHM,
                        "token: alg " + head.getAlgorithm() + " (expected: HS256, RS256, ES256 or EdDSA)");
            }
            if (!isPlain(head)) {
                return new Verdict.Refused(
                        AccessRefusal.TYPE, "token: not a plain JWT (expected: typ JWT or none, and no crit)");
            }
            List<JWK> candidates = keys.candidates(head);
            if (candidates.isEmpty()) {
                return noKey(head);
            }
            return candidates.stream().anyMatch(key -> Signatures.isGood(jwt, key))
                    ? claims.judge(jwt.getJWTClaimsSet(), now)
                    : new Verdict.Refused(AccessRefusal.SIGNATURE, "token: its signature is not good");
        } catch (ParseException | IllegalArgumentException _) {
            return new Verdict.Refused(
                    AccessRefusal.MALFORMED, "token: not a signed JWT (expected: three parts in base64url)");
        } catch (KeySourceException e) {
            complain(e.getMessage(), now);
            return new Verdict.Unavailable(
                    "token: the keys to check it with cannot be had (expected: from push.auth.keys.*)");
        }
    }

    private static Verdict noKey(JWSHeader head) {
        return new Verdict.Refused(
                AccessRefusal.KEY,
                "token: no key for alg " + head.getAlgorithm() + " and kid " + head.getKeyID()
                        + " (expected: one of those that this service trusts)");
    }

    /** Says once a minute what is wrong, however many ask. */
    private void complain(@Nullable String what, long now) {
        if (now - complainedMillis >= COMPLAIN_EVERY_MILLIS) {
            complainedMillis = now;
            LOGGER.log(System.Logger.Level.WARNING, "the keys of tokens cannot be had: {0}", what);
        }
    }

    private static boolean isPlain(JWSHeader head) {
        boolean typed = head.getType() == null
                || List.of("jwt", "at+jwt").contains(head.getType().getType().toLowerCase(Locale.ROOT));
        boolean critical =
                head.getCriticalParams() != null && !head.getCriticalParams().isEmpty();
        return typed && !critical;
    }
}

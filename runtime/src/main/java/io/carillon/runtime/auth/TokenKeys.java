package io.carillon.runtime.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that tokens can be signed with.
 *
 * <p>Fetched sets are cached; one request at a time fetches while the others wait for it; a token that names an unknown key
 * has them fetched again, but no more often than every {@link #FETCH_EVERY}; and while they cannot be fetched, those that
 * were stay good for {@link #OUTAGE}.
 *
 * <p>A key is good for one algorithm, by its kind: a public RSA key is never taken for a secret of HS256, whatever the token's
 * head says.
 */
final class TokenKeys {

    private static final Duration FETCH_EVERY = Duration.ofSeconds(5);
    private static final Duration OUTAGE = Duration.ofHours(24);
    private static final Duration FETCH_LIMIT = Duration.ofSeconds(2);
    private static final int SET_LIMIT_BYTES = 512 * 1024;
    private static final int MIN_RSA_BITS = 2048;

    /** A token without a key's name is tried with every key of its kind, within reason. */
    private static final int MAX_CANDIDATES = 8;

    private final Optional<OctetSequenceKey> secret;
    private final List<JWKSource<SecurityContext>> sources = new ArrayList<>();

    TokenKeys(AuthConfig config) {
        secret = config.secret().map(TokenKeys::secret);
        config.keysFile()
                .ifPresent(file -> sources.add(JWKSourceBuilder.create(new FileKeys(file))
                        .cache(FETCH_EVERY.toMillis(), FETCH_LIMIT.toMillis())
                        .refreshAheadCache(false)
                        .rateLimited(false)
                        .outageTolerant(OUTAGE.toMillis())
                        .build()));
        config.keysUrl().ifPresent(url -> {
            int limit = Math.toIntExact(FETCH_LIMIT.toMillis());
            try {
                sources.add(JWKSourceBuilder.create(
                                url.toURL(), new DefaultResourceRetriever(limit, limit, SET_LIMIT_BYTES))
                        .cache(config.keysLife().toMillis(), 2L * limit)
                        .refreshAheadCache(false)
                        .rateLimited(Math.min(
                                FETCH_EVERY.toMillis(), config.keysLife().toMillis() - 1))
                        .outageTolerant(OUTAGE.toMillis())
                        .build());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("push.auth.keys.url: " + url + " (expected: a URL)", e);
            }
        });
    }

    static OctetSequenceKey secret(String text) {
        return new OctetSequenceKey.Builder(text.getBytes(StandardCharsets.UTF_8))
                .algorithm(JWSAlgorithm.HS256)
                .build();
    }

    /**
     * Returns the keys that a token with this head may be signed with.
     *
     * @throws KeySourceException if keys cannot be had at present
     */
    List<JWK> candidates(JWSHeader head) throws KeySourceException {
        var candidates = new ArrayList<JWK>();
        if (head.getAlgorithm().equals(JWSAlgorithm.HS256)) {
            secret.ifPresent(candidates::add);
        }
        var selector = new JWKSelector(JWKMatcher.forJWSHeader(head));
        for (JWKSource<SecurityContext> source : sources) {
            try {
                source.get(selector, null).stream().filter(TokenKeys::isStrong).forEach(candidates::add);
            } catch (RateLimitReachedException _) {
                // The token names a key that was not among those fetched a moment ago, so it will not be there now.
            }
        }
        return candidates.subList(0, Math.min(candidates.size(), MAX_CANDIDATES));
    }

    private static boolean isStrong(JWK key) {
        return switch (key) {
            case RSAKey rsa -> rsa.size() >= MIN_RSA_BITS;
            case ECKey ec -> ec.getCurve().equals(Curve.P_256);
            case OctetKeyPair pair -> pair.getCurve().equals(Curve.Ed25519);
            case OctetSequenceKey octets -> octets.size() >= AuthConfig.MIN_SECRET_BYTES * 8;
            default -> false;
        };
    }
}

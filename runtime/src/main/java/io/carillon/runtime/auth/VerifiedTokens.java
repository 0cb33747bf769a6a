package io.carillon.runtime.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.access.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens that were found good a short while ago, by their hash, since a publisher sends the same one with each message.
 * Short, so that a key that is withdrawn is soon of no use.
 */
final class VerifiedTokens {

    private static final int LIMIT = 10_000;
    private static final Duration LIFE = Duration.ofSeconds(30);

    private record Verified(Principal principal, long untilMillis) {}

    @GuardedBy("this") private final Map<String, Verified> entries = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > LIMIT;
        }
    };

    synchronized Optional<Principal> known(String token, long nowMillis) {
        Verified entry = entries.get(hash(token));
        return entry == null || nowMillis >= entry.untilMillis ? Optional.empty() : Optional.of(entry.principal);
    }

    synchronized void add(String token, Principal principal, long nowMillis) {
        long until = Math.min(principal.expiresAtMillis(), nowMillis + LIFE.toMillis());
        entries.put(hash(token), new Verified(principal, until));
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

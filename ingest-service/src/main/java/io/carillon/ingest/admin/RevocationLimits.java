package io.carillon.ingest.admin;

import io.carillon.core.access.Revocation;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.config.Settings;
import java.time.Duration;

/**
 * How many revocations there may be, and for how long each matters.
 *
 * @param topic the topic they are written to
 * @param count how many there may be at once, from 1; no more are taken until some are forgotten
 * @param tokenLife how long a token may live
 * @param leeway how far clocks may differ
 */
public record RevocationLimits(String topic, int count, Duration tokenLife, Duration leeway) {

    /** Reads the configuration; what is wrong with it is found in the settings. */
    public static RevocationLimits from(Settings settings, AuthConfig auth) {
        return new RevocationLimits(
                settings.text(AuthConfig.REVOCATIONS_TOPIC, AuthConfig.DEFAULT_REVOCATIONS_TOPIC),
                settings.integer("push.auth.revocations.limit", 100_000, 1, 10_000_000),
                auth.tokenLife(),
                auth.leeway());
    }

    /**
     * Returns the revocation of somebody as of now: of all that was made until now by a clock that may be ahead of ours, for
     * as long as any of that may live by one that is behind, even if who has to remember it is ahead.
     */
    Revocation revocation(String key, long nowMillis) {
        long before = nowMillis + leeway.toMillis();
        return new Revocation(key, before, before + tokenLife.toMillis() + 2 * leeway.toMillis());
    }
}

package io.carillon.runtime.http;

import io.carillon.runtime.config.Settings;
import java.time.Duration;

/**
 * Where a public listener listens, and what its connections may take.
 *
 * @param address name or number of an interface; {@code 0.0.0.0} for all
 * @param port TCP port, or 0 for a free one
 * @param limits what a connection may take
 */
public record ListenerConfig(String address, int port, ListenerLimits limits) {

    private static final String PORT_KEY = "push.http.port";
    private static final String CONNECTION_LIMIT_KEY = "push.http.connection.limit";
    private static final String ACCEPT_RATE_LIMIT_KEY = "push.http.accept.rate.limit";
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MEBIBYTE = 1 << 20;

    /**
     * Reads the keys that begin with {@code push.http}.
     *
     * @param defaultAddress where to listen if nobody says
     */
    public static ListenerConfig from(Settings settings, String defaultAddress) {
        return new ListenerConfig(
                settings.text("push.http.address", defaultAddress),
                settings.port(PORT_KEY, 8080),
                limits(settings, ListenerLimits.DEFAULTS));
    }

    private static ListenerLimits limits(Settings settings, ListenerLimits defaults) {
        int connections = limit(settings, CONNECTION_LIMIT_KEY, defaults.connectionLimit(), Integer.MAX_VALUE);
        int accepts = limit(settings, ACCEPT_RATE_LIMIT_KEY, defaults.acceptRateLimit(), 1_000_000);
        return new ListenerLimits(
                settings.duration("push.http.head.timeout.duration", defaults.headTimeout(), MILLISECOND, HOUR),
                settings.duration("push.http.body.timeout.duration", defaults.bodyTimeout(), MILLISECOND, HOUR),
                settings.duration("push.http.idle.timeout.duration", defaults.idleTimeout(), MILLISECOND, HOUR),
                settings.duration("push.http.write.timeout.duration", defaults.writeTimeout(), MILLISECOND, HOUR),
                (int) settings.bytes("push.http.head.limit.bytes", defaults.headLimitBytes(), 1024, MEBIBYTE),
                settings.integer("push.http.head.field.limit", defaults.headFieldLimit(), 1, 10_000),
                (int) settings.bytes("push.http.path.limit.bytes", defaults.pathLimitBytes(), 256, MEBIBYTE),
                connections,
                accepts);
    }

    private static int limit(Settings settings, String key, int fallback, int most) {
        int value = settings.integer(key, fallback, -1, most);
        settings.require(value != 0, key, "-1 for no limit, or at least 1");
        return value == 0 ? fallback : value;
    }
}

package io.carillon.runtime.http;

import io.carillon.runtime.config.Settings;
import io.carillon.runtime.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a public listener listens, and what its connections may take.
 *
 * @param address name or number of an interface; {@code 0.0.0.0} for all
 * @param port TCP port, or 0 for a free one
 * @param limits what a connection may take
 * @param origins from which pages browsers may come
 * @param tls key and certificate, if the listener does TLS itself
 */
public record ListenerConfig(
        String address, int port, ListenerLimits limits, OriginRule origins, Optional<TlsFiles> tls) {

    private static final String TLS_KEY = "push.http.tls.key";
    private static final String TLS_CERTIFICATE = "push.http.tls.certificate";
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
                limits(settings, ListenerLimits.DEFAULTS),
                OriginRule.from(settings),
                tls(settings));
    }

    private static Optional<TlsFiles> tls(Settings settings) {
        Optional<Path> key = settings.optionalText(TLS_KEY).map(Path::of);
        Optional<Path> certificate = settings.optionalText(TLS_CERTIFICATE).map(Path::of);
        settings.require(
                key.isPresent() == certificate.isPresent(),
                key.isPresent() ? TLS_CERTIFICATE : TLS_KEY,
                "a PEM file, since the other of key and certificate is set");
        return key.flatMap(file -> certificate.map(chain -> new TlsFiles(file, chain, chain)));
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
                accepts,
                (int) settings.bytes("push.http.send.buffer.bytes", defaults.sendBufferBytes(), 0, 16 * MEBIBYTE));
    }

    private static int limit(Settings settings, String key, int fallback, int most) {
        int value = settings.integer(key, fallback, -1, most);
        settings.require(value != 0, key, "-1 for no limit, or at least 1");
        return value == 0 ? fallback : value;
    }
}

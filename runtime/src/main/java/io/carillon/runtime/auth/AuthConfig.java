package io.carillon.runtime.auth;

import io.carillon.runtime.config.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may come in, and how they show it.
 *
 * @param mode whether anybody is asked
 * @param open whether nobody is asked although others than this machine can reach us, which is worth a warning
 * @param secret shared secret for HS256, at least 32 bytes of UTF-8
 * @param keysFile a JWK set in a file
 * @param keysUrl a JWK set behind a URL
 * @param keysLife for how long fetched keys are taken for current
 * @param issuer what {@code iss} has to be, if that is asked for
 * @param audience what {@code aud} has to name
 * @param leeway how far clocks may differ
 * @param tokenLife how long a token may live from when it was made; one that lives longer is refused, so that a revocation
 *     can be forgotten after that time
 * @param cookie name of the cookie that can carry a token
 * @param ticketSecret what tickets and sessions are signed with; the same at all edges, or empty for one of this process alone
 * @param secureCookies whether the cookies we set are for TLS only
 */
public record AuthConfig(
        Mode mode,
        boolean open,
        Optional<String> secret,
        Optional<Path> keysFile,
        Optional<URI> keysUrl,
        Duration keysLife,
        Optional<String> issuer,
        String audience,
        Duration leeway,
        Duration tokenLife,
        String cookie,
        Optional<String> ticketSecret,
        boolean secureCookies) {

    /** Least bytes of a secret: RFC 7518 asks for as many as the hash has. */
    public static final int MIN_SECRET_BYTES = 32;

    /** The key that names the topic of revocations. */
    public static final String REVOCATIONS_TOPIC = "push.auth.revocations.topic";

    /** The topic of revocations, unless another is named. */
    public static final String DEFAULT_REVOCATIONS_TOPIC = "push.revocations";

    private static final String MODE = "push.auth.mode";
    private static final String SECRET = "push.auth.secret";
    private static final String KEYS_FILE = "push.auth.keys.file";
    private static final String KEYS_URL = "push.auth.keys.url";
    private static final String COOKIE = "push.auth.cookie.name";
    private static final String TICKET_SECRET = "push.auth.tickets.secret";
    private static final String RANDOM = "at least " + MIN_SECRET_BYTES + " bytes, drawn at random";

    /** Whether credentials are asked for. */
    public enum Mode {
        /** Everybody may do everything. */
        NONE,
        /** JSON Web Tokens say who may do what. */
        JWT
    }

    /**
     * Reads the keys that begin with {@code push.auth}. On loopback a service may do without tokens; elsewhere that has to
     * be said twice.
     */
    public static AuthConfig from(Settings settings) {
        String address = settings.text("push.http.address", "0.0.0.0");
        Mode mode = settings.choice(MODE, Mode.JWT);
        boolean insecure = settings.bool("push.auth.insecure", false);
        boolean open = mode == Mode.NONE && !isLoopback(address);
        settings.require(
                !open || insecure,
                MODE,
                "jwt. Without tokens everybody who reaches " + address
                        + " may publish and hear everything; with push.auth.insecure=true it is done all the same");
        Optional<String> secret = settings.optionalText(SECRET);
        settings.require(isLong(secret), SECRET, RANDOM);
        Optional<Path> file = file(settings);
        Optional<URI> url = url(settings);
        settings.require(
                mode == Mode.NONE || secret.isPresent() || file.isPresent() || url.isPresent(),
                MODE,
                "none, or keys to check tokens with: push.auth.keys.url, push.auth.keys.file or push.auth.secret");
        String cookie = settings.text(COOKIE, "push_token");
        settings.require(cookie.matches("[A-Za-z0-9_-]{1,64}"), COOKIE, "letters, digits, '_' and '-'");
        Optional<String> ticketSecret = settings.optionalText(TICKET_SECRET);
        settings.require(isLong(ticketSecret), TICKET_SECRET, RANDOM);
        return new AuthConfig(
                mode,
                open,
                secret,
                file,
                url,
                settings.duration(
                        "push.auth.keys.life.duration",
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(1),
                        Duration.ofDays(1)),
                settings.optionalText("push.auth.issuer"),
                settings.text("push.auth.audience", "carillon"),
                settings.duration(
                        "push.auth.leeway.duration", Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(5)),
                tokenLife(settings),
                cookie,
                ticketSecret,
                settings.bool("push.auth.cookie.secure", !isLoopback(address)));
    }

    /** Reads how long a token may live; every service has to be told the same. */
    public static Duration tokenLife(Settings settings) {
        return settings.duration(
                "push.auth.token.life.limit.duration",
                Duration.ofHours(24),
                Duration.ofSeconds(1),
                Duration.ofDays(400));
    }

    private static boolean isLong(Optional<String> secret) {
        return secret.isEmpty() || secret.get().getBytes(StandardCharsets.UTF_8).length >= MIN_SECRET_BYTES;
    }

    private static Optional<Path> file(Settings settings) {
        return settings.optionalText(KEYS_FILE).flatMap(text -> {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException _) {
                settings.require(false, KEYS_FILE, "a file");
                return Optional.empty();
            }
        });
    }

    /** Keys that anybody on the way can exchange are no keys, so they come over TLS, or from this machine. */
    private static Optional<URI> url(Settings settings) {
        return settings.optionalText(KEYS_URL).flatMap(text -> {
            try {
                URI uri = URI.create(text);
                boolean good = uri.getHost() != null
                        && ("https".equals(uri.getScheme())
                                || ("http".equals(uri.getScheme()) && isLoopback(uri.getHost())));
                settings.require(good, KEYS_URL, "an https URL; http only to this machine");
                return good ? Optional.of(uri) : Optional.empty();
            } catch (IllegalArgumentException _) {
                settings.require(false, KEYS_URL, "a URL");
                return Optional.empty();
            }
        });
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}

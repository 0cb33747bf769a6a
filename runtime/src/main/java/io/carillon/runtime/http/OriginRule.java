package io.carillon.runtime.http;

import io.carillon.runtime.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * From which web pages a browser may come here: to open a WebSocket, to read answers across origins, to publish.
 *
 * <p>Browsers send cookies along from any page, and open a WebSocket without asking first, so this check is all that keeps a
 * foreign page from acting in the user's name. A client that sends no {@code Origin} is no browser and passes. Origins of
 * the list are compared as they are: there are no patterns that might match too much.
 */
public final class OriginRule {

    private static final String KEY = "push.http.origins";

    private final Set<String> allowed;

    private OriginRule(Set<String> allowed) {
        this.allowed = allowed;
    }

    /** Reads {@code push.http.origins}. */
    public static OriginRule from(Settings settings) {
        List<String> origins = settings.list(KEY, List.of());
        try {
            return of(origins);
        } catch (IllegalArgumentException e) {
            settings.require(false, KEY, String.valueOf(e.getMessage()));
            return sameHost();
        }
    }

    /** Returns the rule that lets in only pages from the very host and port they connect to. */
    public static OriginRule sameHost() {
        return new OriginRule(Set.of());
    }

    /**
     * Returns the rule that lets in pages of these origins.
     *
     * @param origins such as {@code https://app.example.com}, in lower case, without a path; if there are none, the
     *     rule is that of {@link #sameHost}
     * @throws IllegalArgumentException if one is not an origin; {@code null}, which every sandboxed page sends, is none
     */
    public static OriginRule of(List<String> origins) {
        for (String origin : origins) {
            if (authority(origin).isEmpty() || !origin.equals(origin.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "origin: " + origin + " (expected: scheme://host or scheme://host:port, in lower case)");
            }
        }
        return new OriginRule(Set.copyOf(origins));
    }

    /**
     * Returns whether a page may connect.
     *
     * @param origins the values of {@code Origin}
     * @param hosts the values of {@code Host}
     */
    public boolean allows(List<String> origins, List<String> hosts) {
        if (origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.getFirst().strip();
        return allowed.isEmpty() ? isSameHost(origin, hosts) : allowed.contains(origin);
    }

    /** Returns whether an origin is in the list, so that its pages may read what is answered. */
    boolean lists(String origin) {
        return allowed.contains(origin);
    }

    private static boolean isSameHost(String origin, List<String> hosts) {
        if (hosts.size() != 1) {
            return false;
        }
        String host = hosts.getFirst().strip();
        return authority(origin)
                .map(authority -> authority.equals(withoutDefaultPort(host, origin)))
                .orElse(false);
    }

    /** Returns host and, unless it is the scheme's own, port; empty if the text is not an origin. */
    private static Optional<String> authority(String origin) {
        try {
            URI uri = new URI(origin);
            boolean bare = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return bare ? Optional.of(withoutDefaultPort(uri.getRawAuthority(), origin)) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /** Browsers leave the default port out of both headers, other clients and proxies may not. */
    private static String withoutDefaultPort(String authority, String origin) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String port = origin.toLowerCase(Locale.ROOT).startsWith("https:") ? ":443" : ":80";
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}

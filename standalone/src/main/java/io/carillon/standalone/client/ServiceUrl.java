package io.carillon.standalone.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the service is, and the addresses of what it offers.
 *
 * @param base {@code http} or {@code https} with a host, and without a slash at the end
 */
public record ServiceUrl(URI base) {

    private static final String EXPECTED = " (expected: an address such as http://localhost:8080)";

    /**
     * Reads an address as people write it.
     *
     * @throws IllegalArgumentException if it is none; the message says what one looks like
     */
    public static ServiceUrl parse(String text) {
        try {
            var uri = new URI(text.replaceFirst("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            if (!web || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
                throw new IllegalArgumentException(text + EXPECTED);
            }
            return new ServiceUrl(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(text + EXPECTED, e);
        }
    }

    /** Returns where messages are posted. */
    URI publish() {
        return URI.create(base + "/messages");
    }

    /** Returns where channels are heard as Server-Sent Events, on from a cursor if there is one. */
    URI sse(List<String> channels, Optional<String> cursor) {
        return URI.create(base + "/sse/messages" + query(channels, cursor));
    }

    /** Returns where channels are heard over WebSocket, on from a cursor if there is one. */
    URI ws(List<String> channels, Optional<String> cursor) {
        String socket = "ws" + base.toString().substring("http".length());
        return URI.create(socket + "/ws/messages" + query(channels, cursor));
    }

    private static String query(List<String> channels, Optional<String> cursor) {
        // In the query rather than in a header, since that is where both transports look for it.
        return channels.stream().map(ServiceUrl::encode).collect(Collectors.joining(",", "?channels=", ""))
                + cursor.map(id -> "&lastEventId=" + encode(id)).orElse("");
    }

    private static String encode(String text) {
        // Forms write a space as a plus sign, which in this query stands for itself.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return base.toString();
    }
}

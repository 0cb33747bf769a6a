package io.carillon.testkit.client;

import java.net.URI;
import java.time.Duration;

/**
 * Where to connect, what to ask for, and how.
 *
 * @param uri an absolute {@code http} or {@code ws} URI; its path and query are sent as they are written
 * @param headers header lines beside those that the protocol needs
 * @param receiveBufferBytes size to ask of the socket's receive buffer, 0 for the system's own. A small one makes a
 *     stalled client noticeable to the server after little data
 * @param patience how long connecting and the response's head may take
 */
public record Dial(URI uri, HttpHeaders headers, int receiveBufferBytes, Duration patience) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Returns a dial without more headers, with the system's buffer and 20 seconds of patience. */
    public static Dial to(URI uri) {
        return new Dial(uri, HttpHeaders.NONE, 0, PATIENCE);
    }

    /** Returns a dial to the URI that this text spells. */
    public static Dial to(String uri) {
        return to(URI.create(uri));
    }

    /** Returns this dial with one more header line. */
    public Dial header(String name, String value) {
        return new Dial(uri, headers.with(name, value), receiveBufferBytes, patience);
    }

    /** Returns this dial with a receive buffer of this size. */
    public Dial receiveBuffer(int bytes) {
        return new Dial(uri, headers, bytes, patience);
    }

    /** Returns this dial with so much patience. */
    public Dial within(Duration time) {
        return new Dial(uri, headers, receiveBufferBytes, time);
    }

    String host() {
        return uri.getHost();
    }

    int port() {
        return uri.getPort() < 0 ? 80 : uri.getPort();
    }

    /** Returns the request's head up to and with the {@code Host} line, unless the headers bring their own. */
    String requestHead(String method) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String host = headers.has("Host") ? "" : "Host: " + uri.getRawAuthority() + "\r\n";
        return method + ' ' + path + query + " HTTP/1.1\r\n" + host;
    }
}

package io.carillon.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for those that have to be told theirs in advance, since others are told where they are before they listen.
 * Somebody else may take one in between, which then is noticed like any port that is taken.
 */
public final class FreePort {

    private FreePort() {}

    /** Returns a port that nobody listens on. */
    public static int find() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("there is no free port", e);
        }
    }
}

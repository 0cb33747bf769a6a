package io.carillon.bench.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports that nobody listens on. */
final class FreePort {

    private FreePort() {}

    static int any() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns a port that is free together with the one after it. */
    static int pair() throws IOException {
        while (true) {
            int port = any();
            if (port < 65_535) {
                try (var _ = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
                    return port;
                } catch (IOException _) {
                    // Taken; the next one, then.
                }
            }
        }
    }
}

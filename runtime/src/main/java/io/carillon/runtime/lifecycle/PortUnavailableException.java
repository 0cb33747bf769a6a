package io.carillon.runtime.lifecycle;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Tells that a service cannot listen where it was told to, what for, and which setting changes it. */
public final class PortUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private PortUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes sure that a listener can be opened, by opening and closing one.
     *
     * <p>Helidon's web server only logs that it could not bind and returns from its start as if it had, so listeners
     * are tried with this first.
     *
     * @param address where to listen; port 0 stands for any free one
     * @param purpose what the listener is for, such as {@code "management"}
     * @param key the setting that names the port
     * @throws PortUnavailableException if another process has the port, or the machine no such address
     */
    public static void unlessFree(InetSocketAddress address, String purpose, String key) {
        try (var socket = new ServerSocket()) {
            // As the server does it, so that connections of a predecessor that still linger are no obstacle.
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            throw new PortUnavailableException(
                    "port " + address.getPort() + " on " + address.getHostString() + " is not free for " + purpose
                            + ": " + e.getMessage() + " (choose another with " + key + ")",
                    e);
        }
    }
}

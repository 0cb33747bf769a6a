package io.carillon.standalone.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A port that the broker listens on.
 *
 * @param number the port, from 1 to 65535
 * @param setting the name under which the user chooses it, for the message when the port is taken
 */
public record BrokerPort(int number, String setting) {

    public BrokerPort {
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException(setting + ": " + number + " (expected: 1 to 65535)");
        }
    }

    /**
     * Sees to it that nobody listens there yet.
     *
     * @throws IOException if somebody does; the message names the port and the setting
     */
    void requireFree(String host) throws IOException {
        try (var probe = new ServerSocket()) {
            // As Kafka binds it, or the remains of connections that ended lately would count as somebody.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, number));
        } catch (IOException e) {
            throw new IOException(
                    "port " + number + " on " + host
                            + ": taken by another process (expected: free for the broker; choose another by " + setting
                            + ")",
                    e);
        }
    }
}

package io.carillon.standalone.relay;

import java.net.URI;

/**
 * A process behind the relay, on this machine.
 *
 * @param port where it serves clients
 * @param managementPort where it tells whether it is ready
 */
public record Backend(int port, int managementPort) {

    URI readiness() {
        return URI.create("http://127.0.0.1:" + managementPort + "/readiness");
    }
}

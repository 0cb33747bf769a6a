package io.carillon.runtime.observe;

import io.carillon.runtime.config.Settings;

/**
 * Where the management server listens.
 *
 * @param address name or number of an interface; {@code 0.0.0.0} for all
 * @param port TCP port, or 0 for a free one
 */
public record ManagementConfig(String address, int port) {

    /** The setting that names the port. */
    static final String PORT_KEY = "push.management.port";

    private static final int DEFAULT_PORT = 8000;

    /** Reads {@code push.management.address} and {@code push.management.port}. */
    public static ManagementConfig from(Settings settings) {
        return new ManagementConfig(
                settings.text("push.management.address", "0.0.0.0"), settings.port(PORT_KEY, DEFAULT_PORT));
    }
}

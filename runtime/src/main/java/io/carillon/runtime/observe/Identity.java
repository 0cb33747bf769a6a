package io.carillon.runtime.observe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Properties;

/**
 * Which process this is.
 *
 * @param hostname name of the machine or container
 * @param version of Carillon, or {@code dev} when it was not built by Maven
 */
public record Identity(String hostname, String version) {

    private static final String VERSION_RESOURCE = "version.properties";

    /** Finds out the identity of this process; asks the system's resolver for the name of the machine. */
    public static Identity ofThisProcess() {
        return new Identity(localHostname(), builtVersion());
    }

    private static String localHostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    private static String builtVersion() {
        try (InputStream resource = Identity.class.getResourceAsStream(VERSION_RESOURCE)) {
            var properties = new Properties();
            if (resource != null) {
                properties.load(resource);
            }
            String version = properties.getProperty("version", "");
            // An IDE copies the resource with its placeholder.
            return version.isEmpty() || version.startsWith("$") ? "dev" : version;
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + VERSION_RESOURCE, e);
        }
    }
}

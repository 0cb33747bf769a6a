package io.carillon.tls;

import java.time.Instant;
import java.util.List;

/**
 * What a certificate says.
 *
 * @param commonName for people
 * @param uris alternative names that are URIs; the mesh looks for exactly one, {@code spiffe://DOMAIN/service/SERVICE}
 * @param hosts alternative names that are host names or IP addresses
 * @param from when it begins
 * @param until when it ends
 */
public record Profile(String commonName, List<String> uris, List<String> hosts, Instant from, Instant until) {

    public Profile {
        uris = List.copyOf(uris);
        hosts = List.copyOf(hosts);
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("from: " + from + " (expected: before until, " + until + ")");
        }
    }

    /** Returns the profile of a service of the mesh. */
    public static Profile service(String trustDomain, String service, Instant from, Instant until) {
        return new Profile(service, List.of("spiffe://" + trustDomain + "/service/" + service), List.of(), from, until);
    }

    /** Returns the profile of a listener that clients reach by host name. */
    public static Profile listener(List<String> hosts, Instant from, Instant until) {
        return new Profile(hosts.getFirst(), List.of(), hosts, from, until);
    }
}

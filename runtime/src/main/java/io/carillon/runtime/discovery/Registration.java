package io.carillon.runtime.discovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a process tells others about itself.
 *
 * @param service {@code fanout}, {@code edge} or {@code ingest}
 * @param nodeId stable id, once for each service
 * @param version of Carillon
 * @param zone where the machine stands, empty if nobody said
 * @param host under which others reach this process
 * @param ports by what is spoken there ({@code mesh}, {@code raft}, {@code http}); the first is the service's own
 * @param managementPort where health is asked for
 */
public record Registration(
        String service,
        String nodeId,
        String version,
        String zone,
        String host,
        Map<String, Integer> ports,
        int managementPort) {

    public Registration {
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("ports: none (expected: at least one)");
        }
        ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
    }

    /** Returns the port of the service itself. */
    public int port() {
        return ports.values().iterator().next();
    }
}

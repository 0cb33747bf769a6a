package io.carillon.standalone.cluster;

import java.util.List;
import java.util.Map;

/**
 * One process of a cluster, and how it is started.
 *
 * @param name unique in the cluster, such as {@code fanout-1}
 * @param kind what it is
 * @param command the program and its arguments
 * @param ports by what is spoken there: {@code kafka}, {@code consul}, {@code http}, {@code mesh}, {@code raft},
 *     {@code management}
 */
public record NodePlan(String name, NodeKind kind, List<String> command, Map<String, Integer> ports) {

    public NodePlan {
        command = List.copyOf(command);
        ports = Map.copyOf(ports);
    }

    /** Returns a port that the process has for sure. */
    public int port(String purpose) {
        Integer port = ports.get(purpose);
        if (port == null) {
            throw new IllegalArgumentException(name + " has no port for " + purpose);
        }
        return port;
    }
}

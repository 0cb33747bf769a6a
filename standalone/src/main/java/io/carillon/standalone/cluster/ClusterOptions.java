package io.carillon.standalone.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster is made of.
 *
 * @param data folder for everything that outlives a process
 * @param fanouts how many fanout nodes, at least 1
 * @param edges how many edges, at least 1
 * @param ingests how many ingests, at least 1
 * @param partitions how many the log is made with
 * @param consul the program, empty to do without Consul
 * @param settings that all services get, by key
 */
public record ClusterOptions(
        Path data,
        int fanouts,
        int edges,
        int ingests,
        int partitions,
        Optional<Path> consul,
        Map<String, String> settings) {

    public ClusterOptions {
        settings = Map.copyOf(settings);
    }

    /** Returns how many of the fanout nodes found the cluster: as many as vote, an odd number up to 5. */
    int voters() {
        int odd = fanouts % 2 == 1 ? fanouts : fanouts - 1;
        return Math.min(5, odd);
    }
}

package io.carillon.fanout.assignment;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Partition;
import java.util.HashMap;
import java.util.Map;

/** The moves that are under way in a cluster, counted. */
final class Flow {

    private final Map<String, Integer> from = new HashMap<>();
    private final Map<String, Integer> to = new HashMap<>();
    private int total;

    Flow(Cluster cluster) {
        for (Partition partition : cluster.partitions()) {
            Partition.Move move = partition.move();
            String owner = partition.owner();
            if (move != null && owner != null) {
                total++;
                from.merge(owner, 1, Integer::sum);
                to.merge(move.target(), 1, Integer::sum);
            }
        }
    }

    int total() {
        return total;
    }

    int from(String node) {
        return from.getOrDefault(node, 0);
    }

    int to(String node) {
        return to.getOrDefault(node, 0);
    }
}

package io.carillon.e2e.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * The least epoch that counts for a partition never falls while an edge runs; and once an epoch has spoken there, nothing
 * of an older one is passed on, which {@link SimEdge#tell} sees to.
 */
final class EpochsOnlyGrow implements Invariant {

    private record Run(String edge, int run, int partition) {}

    private final Map<Run, Long> least = new HashMap<>();

    @Override
    public void afterStep(World world) {
        // Few steps can change an epoch, and a fall would last.
        if (world.agenda.steps() % 16 != 0) {
            return;
        }
        for (SimEdge edge : world.edges) {
            if (!edge.isUp()) {
                continue;
            }
            for (int partition = 0; partition < world.generation.partitionCount(); partition++) {
                long epoch = edge.router().leastEpoch(partition);
                Long before = least.put(new Run(edge.name, edge.run(), partition), epoch);
                if (before != null && before > epoch) {
                    throw new Violation(edge.name + " went back from epoch " + before + " to " + epoch
                            + " in partition " + partition);
                }
            }
        }
    }
}

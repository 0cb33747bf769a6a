package io.carillon.e2e.simulation;

import io.carillon.fanout.ownership.Cluster;

/** While there is a node that may own partitions, and a leader that can act, no partition stays without an owner for long (I2). */
final class OrphansAreAdopted implements Invariant {

    /** A leader may have to find out first that its last command was lost. */
    private static final long PATIENCE_MILLIS = 4_000;

    private long lastMillis;
    private long orphanedMillis;

    @Override
    public void afterStep(World world) {
        // Few steps can change anything, and an orphan lasts.
        if (world.agenda.steps() % 32 != 0) {
            return;
        }
        long now = world.agenda.millis();
        long passed = now - lastMillis;
        lastMillis = now;
        SimLeader leader = world.ownership.leader();
        boolean able = leader != null && !leader.isOver() && !leader.node.isPaused() && !leader.node.isCutOff();
        if (passed == 0 || !able) {
            return;
        }
        orphanedMillis = isAdoptable(world.ownership.cluster()) ? orphanedMillis + passed : 0;
        if (orphanedMillis > PATIENCE_MILLIS) {
            throw new Violation(
                    "a partition has had no owner for " + orphanedMillis + " ms: " + world.ownership.cluster());
        }
    }

    private static boolean isAdoptable(Cluster cluster) {
        return cluster.members().values().stream().anyMatch(cluster::isEligible) && hasOrphan(cluster);
    }

    private static boolean hasOrphan(Cluster cluster) {
        return cluster.partitions().stream().anyMatch(partition -> partition.owner() == null);
    }

    @Override
    public boolean isAtRest(World world) {
        return world.ownership.isFounded() && !hasOrphan(world.ownership.cluster());
    }

    @Override
    public void atRest(World world) {
        if (!isAtRest(world)) {
            throw new Violation("a partition has no owner at rest: " + world.ownership.cluster());
        }
    }
}

package io.carillon.fanout.ownership;

import io.carillon.core.table.PartitionTable;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The newest cluster that this node knows of, from whichever source, and the table that follows from it. Safe for use by many
 * threads.
 */
public final class PublishedCluster implements TableSource {

    private final Newest<Cluster> clusters = new Newest<>(Cluster::version);
    private final Newest<PartitionTable> tables = new Newest<>(PartitionTable::version);

    /** Makes one that knows of nothing but {@link Cluster#EMPTY}. */
    public PublishedCluster() {
        clusters.offer(Cluster.EMPTY);
    }

    /** Takes a cluster, unless it is not newer than the one that is known. */
    public void offer(Cluster cluster) {
        clusters.offer(cluster);
        if (cluster.generation() != null) {
            // After those who follow the cluster: the node serves what is its own before edges hear that it is.
            tables.offer(cluster.table());
        }
    }

    /** Returns the newest cluster; {@link Cluster#EMPTY} before the first. */
    public Cluster cluster() {
        return clusters.current().orElse(Cluster.EMPTY);
    }

    /**
     * Tells the present cluster and every later one, in order of version; calls come one after another.
     *
     * @param listener returns quickly and never waits
     */
    public Watch watchClusters(Consumer<Cluster> listener) {
        return clusters.watch(listener);
    }

    @Override
    public Optional<PartitionTable> current() {
        return tables.current();
    }

    @Override
    public Watch watch(Consumer<PartitionTable> listener) {
        return tables.watch(listener);
    }
}

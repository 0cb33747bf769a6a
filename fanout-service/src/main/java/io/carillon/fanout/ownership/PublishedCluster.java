package io.carillon.fanout.ownership;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.table.PartitionTable;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest cluster that this node knows of, from whichever source, for everybody here who wants to know. Safe for use by
 * many threads.
 */
public final class PublishedCluster implements TableSource {

    /** Held while watchers are called, so that they hear of clusters one after another. */
    private final Object lock = new Object();

    @GuardedBy("lock") private final Set<Consumer<Cluster>> watchers = new LinkedHashSet<>();

    @GuardedBy("lock") private final Set<Consumer<PartitionTable>> tableWatchers = new LinkedHashSet<>();

    @GuardedBy("lock") private @Nullable PartitionTable table;

    private volatile Cluster newest = Cluster.EMPTY;

    /** Takes a cluster, unless it is not newer than the one that is known. */
    public void offer(Cluster cluster) {
        synchronized (lock) {
            if (cluster.version() <= newest.version()) {
                return;
            }
            newest = cluster;
            watchers.forEach(watcher -> watcher.accept(cluster));
            if (cluster.generation() != null) {
                PartitionTable made = cluster.table();
                table = made;
                tableWatchers.forEach(watcher -> watcher.accept(made));
            }
        }
    }

    /** Returns the newest cluster; {@link Cluster#EMPTY} before the first. */
    public Cluster cluster() {
        return newest;
    }

    /**
     * Tells the present cluster and every later one, in order of version; calls come one after another.
     *
     * @param listener returns quickly and never waits
     */
    public Watch watchClusters(Consumer<Cluster> listener) {
        synchronized (lock) {
            watchers.add(listener);
            listener.accept(newest);
        }
        return () -> {
            synchronized (lock) {
                watchers.remove(listener);
            }
        };
    }

    @Override
    public Optional<PartitionTable> current() {
        synchronized (lock) {
            return Optional.ofNullable(table);
        }
    }

    @Override
    public Watch watch(Consumer<PartitionTable> listener) {
        synchronized (lock) {
            tableWatchers.add(listener);
            if (table != null) {
                listener.accept(table);
            }
        }
        return () -> {
            synchronized (lock) {
                tableWatchers.remove(listener);
            }
        };
    }
}

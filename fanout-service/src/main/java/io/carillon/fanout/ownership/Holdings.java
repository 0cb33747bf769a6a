package io.carillon.fanout.ownership;

import io.carillon.core.position.Generation;
import io.carillon.core.table.PartitionTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one node serves, which is a little more than what it owns:
 *
 * <ul>
 *   <li>partitions that are moving to it, under the epoch of the move, so that it is ready when they are its own;
 *   <li>partitions that others own by now, for a while, so that edges leave it for the new owner and not for nobody;
 *   <li>partitions that it owned and nobody owns now: better served by a node that is out of favour than by none.
 * </ul>
 *
 * <p>A node whose process is not (or not yet) the registered one begins nothing, since what the cluster says of its id
 * was meant for another process. Belongs to one caller at a time.
 */
public final class Holdings {

    private static final long FOR_NOW = Long.MAX_VALUE;

    private record Held(long epoch, long untilNanos) {}

    private final String node;
    private final long start;
    private final Duration linger;
    private final Map<Integer, Held> held = new HashMap<>();
    private @Nullable Generation generation;

    /**
     * Makes the holdings of a node that serves nothing yet.
     *
     * @param start tells this start of the node's process from others, as in its registration
     * @param linger how long a partition is served after another node became its owner
     */
    public Holdings(String node, long start, Duration linger) {
        this.node = node;
        this.start = start;
        this.linger = linger;
    }

    /** Returns the table of what to serve, with no other entries, now that the cluster is this. */
    public PartitionTable follow(Cluster cluster, long nowNanos) {
        Generation log = cluster.generation();
        if (log == null) {
            throw new IllegalArgumentException("cluster: not founded (expected: one with a table)");
        }
        if (!log.equals(generation)) {
            held.clear();
            generation = log;
        }
        Member self = cluster.members().get(node);
        boolean registered = self != null && self.start() == start;
        for (int number = 0; number < cluster.partitions().size(); number++) {
            Partition partition = cluster.partitions().get(number);
            Held now = held(partition, held.get(number), registered, nowNanos);
            if (now == null) {
                held.remove(number);
            } else {
                held.put(number, now);
            }
        }
        return table(cluster, log);
    }

    private @Nullable Held held(Partition partition, @Nullable Held before, boolean registered, long nowNanos) {
        Partition.Move move = partition.move();
        if (registered && partition.isOwnedBy(node)) {
            return new Held(partition.epoch(), FOR_NOW);
        }
        if (registered && move != null && move.target().equals(node)) {
            return new Held(move.epoch(), FOR_NOW);
        }
        if (before == null || before.epoch() > partition.epoch()) {
            // The move that was to bring it here was given up, and its epoch with it.
            return null;
        }
        if (partition.owner() == null || partition.isOwnedBy(node)) {
            return before;
        }
        long until = before.untilNanos() == FOR_NOW ? nowNanos + linger.toNanos() : before.untilNanos();
        return nowNanos - until >= 0 ? null : new Held(before.epoch(), until);
    }

    private PartitionTable table(Cluster cluster, Generation log) {
        var entries = new ArrayList<PartitionTable.Entry>(log.partitionCount());
        for (int number = 0; number < log.partitionCount(); number++) {
            Held here = held.get(number);
            entries.add(
                    here == null
                            ? new PartitionTable.Entry(0, List.of())
                            : new PartitionTable.Entry(here.epoch(), List.of(node)));
        }
        return new PartitionTable(cluster.version(), log, entries, Map.of());
    }
}

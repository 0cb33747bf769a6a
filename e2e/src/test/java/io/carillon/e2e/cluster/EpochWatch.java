package io.carillon.e2e.cluster;

import io.carillon.standalone.cluster.ClusterPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Looks at every fanout node's table again and again: a partition has one owner per epoch, and its epochs only grow. */
final class EpochWatch implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 250;

    private record Ownership(int partition, long epoch) {}

    private final Cluster cluster;
    private final Map<Ownership, String> owners = new HashMap<>();
    private final Map<Integer, TreeMap<Long, Long>> epochs = new HashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    EpochWatch(Cluster cluster) {
        this.cluster = cluster;
        this.thread = Thread.ofVirtual().name("epoch-watch").start(this::run);
    }

    /** Returns what was wrong so far. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                cluster.pages().forEach(this::check);
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(ClusterPage page) {
        for (ClusterPage.Partition partition : page.partitions()) {
            if (!partition.owner().isEmpty()) {
                String known =
                        owners.putIfAbsent(new Ownership(partition.number(), partition.epoch()), partition.owner());
                if (known != null && !known.equals(partition.owner())) {
                    violations.add("partition " + partition.number() + " epoch " + partition.epoch() + ": " + known
                            + " and, says " + page.node() + ", " + partition.owner());
                }
            }
            // By version, since a node that starts again shows what it had on disk before it catches up.
            TreeMap<Long, Long> byVersion = epochs.computeIfAbsent(partition.number(), _ -> new TreeMap<>());
            byVersion.put(page.version(), partition.epoch());
            Map.Entry<Long, Long> before = byVersion.lowerEntry(page.version());
            Map.Entry<Long, Long> after = byVersion.higherEntry(page.version());
            if ((before != null && before.getValue() > partition.epoch())
                    || (after != null && after.getValue() < partition.epoch())) {
                violations.add("partition " + partition.number() + ": epochs by version " + byVersion);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

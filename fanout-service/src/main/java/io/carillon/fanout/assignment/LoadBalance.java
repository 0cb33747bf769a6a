package io.carillon.fanout.assignment;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds which partitions two nodes had better exchange, since an even number of partitions is no even work where some of them
 * are far busier than others. The numbers stay what they are, so that the {@link Assigner} leaves alone what was exchanged.
 * Pure.
 */
public final class LoadBalance {

    /** A node is too busy above so many times the mean. */
    private static final double TOO_BUSY = 1.3;

    /** Below so much on average nobody is busy, publications a second. */
    private static final double LEAST_LOAD = 100;

    /** What an exchange has to make of the busier one's load, or it is not worth it. */
    private static final double WORTH_IT = 0.9;

    private LoadBalance() {}

    /**
     * Two partitions to be exchanged.
     *
     * @param hot the partition that leaves the busy node
     * @param from the busy node
     * @param cold the partition that it gets for it
     * @param to the node that is least busy
     */
    public record Exchange(int hot, String from, int cold, String to) {}

    /** A node with what it does, by its weight. */
    private record Busy(String node, double load, int weight) {

        double share() {
            return load / weight;
        }

        double with(double more) {
            return (load + more) / weight;
        }
    }

    /**
     * Returns the node that is too busy, or empty if none is.
     *
     * @param loads publications a second of each partition, by number; one that is not there has none
     */
    public static Optional<String> tooBusy(Cluster cluster, Map<Integer, Double> loads, Set<String> shunned) {
        Map<String, Busy> nodes = nodes(cluster, loads, shunned);
        double mean = mean(nodes);
        return nodes.values().stream()
                .filter(node -> mean >= LEAST_LOAD && node.share() > TOO_BUSY * mean)
                .reduce((one, other) -> one.share() >= other.share() ? one : other)
                .map(Busy::node);
    }

    /** Returns the exchange that helps a busy node most, or empty if none helps enough. */
    public static Optional<Exchange> exchange(
            Cluster cluster, String busy, Map<Integer, Double> loads, Set<String> shunned) {
        Map<String, Busy> nodes = nodes(cluster, loads, shunned);
        Busy from = nodes.get(busy);
        Optional<Busy> to = nodes.values().stream().reduce((one, other) -> one.share() <= other.share() ? one : other);
        if (from == null || to.isEmpty() || to.get().node().equals(busy)) {
            return Optional.empty();
        }
        return Optional.ofNullable(best(cluster, from, to.get(), loads));
    }

    private static @Nullable Exchange best(Cluster cluster, Busy from, Busy to, Map<Integer, Double> loads) {
        Exchange best = null;
        double least = from.share() * WORTH_IT;
        for (int hot = 0; hot < cluster.partitions().size(); hot++) {
            for (int cold = 0; cold < cluster.partitions().size(); cold++) {
                if (rests(cluster, hot, from.node()) && rests(cluster, cold, to.node())) {
                    double moved = loads.getOrDefault(hot, 0.0) - loads.getOrDefault(cold, 0.0);
                    double busiest = Math.max(from.with(-moved), to.with(moved));
                    if (busiest < least) {
                        least = busiest;
                        best = new Exchange(hot, from.node(), cold, to.node());
                    }
                }
            }
        }
        return best;
    }

    private static boolean rests(Cluster cluster, int number, String owner) {
        Partition partition = cluster.partitions().get(number);
        return partition.isOwnedBy(owner) && partition.move() == null;
    }

    private static Map<String, Busy> nodes(Cluster cluster, Map<Integer, Double> loads, Set<String> shunned) {
        var nodes = new TreeMap<String, Busy>();
        for (Member member : cluster.members().values()) {
            if (cluster.isEligible(member) && !shunned.contains(member.id())) {
                double load = 0;
                for (int number = 0; number < cluster.partitions().size(); number++) {
                    if (cluster.partitions().get(number).isOwnedBy(member.id())) {
                        load += loads.getOrDefault(number, 0.0);
                    }
                }
                nodes.put(member.id(), new Busy(member.id(), load, member.weight()));
            }
        }
        return nodes;
    }

    private static double mean(Map<String, Busy> nodes) {
        double load = nodes.values().stream().mapToDouble(Busy::load).sum();
        int weight = nodes.values().stream().mapToInt(Busy::weight).sum();
        return weight == 0 ? 0 : load / weight;
    }
}

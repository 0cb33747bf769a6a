package io.carillon.fanout.leadership;

import io.carillon.fanout.assignment.LoadBalance;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has a node that is too busy for long exchange a partition with the one that is least busy, one pair at a time. Belongs to
 * one caller at a time.
 */
final class Exchanges {

    private final Duration patience;
    private final PartitionLoads loads = new PartitionLoads();
    private @Nullable String busy;
    private long busySinceNanos;

    /** The exchange of which the first half has been asked for. */
    private LoadBalance.@Nullable Exchange half;

    /**
     * Makes exchanges of which none has begun.
     *
     * @param patience how long a node has to be too busy
     */
    Exchanges(Duration patience) {
        this.patience = patience;
    }

    /**
     * Returns the move that is due.
     *
     * @param progress how far owners are, by partition
     * @param rests whether nothing moves, and partitions may move for the sake of balance
     */
    Optional<Command> next(
            Cluster cluster, Map<Integer, Progress> progress, Set<String> avoided, boolean rests, long nowNanos) {
        loads.heard(progress, nowNanos);
        LoadBalance.Exchange begun = half;
        half = null;
        if (begun != null && cluster.partitions().get(begun.hot()).isMovingTo(begun.to())) {
            return move(cluster, begun.cold(), begun.to(), begun.from());
        }
        Map<Integer, Double> rates = loads.rates();
        String found = LoadBalance.tooBusy(cluster, rates, avoided).orElse(null);
        if (found == null || !found.equals(busy)) {
            busy = found;
            busySinceNanos = nowNanos;
        }
        if (found == null || !rests || nowNanos - busySinceNanos < patience.toNanos()) {
            return Optional.empty();
        }
        busySinceNanos = nowNanos;
        Optional<LoadBalance.Exchange> exchange = LoadBalance.exchange(cluster, found, rates, avoided);
        half = exchange.orElse(null);
        return exchange.flatMap(wanted -> move(cluster, wanted.hot(), wanted.from(), wanted.to()));
    }

    private static Optional<Command> move(Cluster cluster, int number, String from, String to) {
        Partition partition = cluster.partitions().get(number);
        Member target = cluster.members().get(to);
        return target != null && partition.isOwnedBy(from) && partition.move() == null
                ? Optional.of(new Command.BeginMove(number, partition.epoch(), to, target.incarnation()))
                : Optional.empty();
    }
}

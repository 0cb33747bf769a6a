package io.carillon.e2e.simulation;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Member;
import java.util.List;

/** At rest all nodes are members, nothing moves, and no node owns more than one partition more than another (I5). */
final class SharesAreEven implements Invariant {

    @Override
    public boolean isAtRest(World world) {
        Cluster cluster = world.ownership.cluster();
        List<Long> shares = cluster.members().values().stream()
                .filter(cluster::isEligible)
                .map(Member::id)
                .map(id -> cluster.partitions().stream()
                        .filter(partition -> partition.isOwnedBy(id))
                        .count())
                .toList();
        long most = shares.stream().mapToLong(Long::longValue).max().orElse(0);
        long least = shares.stream().mapToLong(Long::longValue).min().orElse(0);
        return shares.size() == world.owners.size()
                && most - least <= 1
                && cluster.partitions().stream().allMatch(partition -> partition.move() == null);
    }

    @Override
    public void atRest(World world) {
        if (!isAtRest(world)) {
            throw new Violation("shares are not even at rest: " + world.ownership.cluster());
        }
    }
}

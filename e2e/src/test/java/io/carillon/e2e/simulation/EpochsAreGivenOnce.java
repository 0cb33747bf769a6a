package io.carillon.e2e.simulation;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Partition;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What is agreed on never gives an epoch of a partition to two nodes, nor one that is not greater than all before (I1). */
final class EpochsAreGivenOnce implements Invariant {

    private final Map<String, String> owners = new HashMap<>();

    @Override
    public void agreed(World world, Cluster before, Cluster after) {
        for (int number = 0; number < after.partitions().size(); number++) {
            Partition partition = after.partitions().get(number);
            String owner = partition.owner();
            if (owner == null) {
                continue;
            }
            String of = number + "@" + partition.epoch();
            String other = owners.putIfAbsent(of, owner);
            if (other != null && !other.equals(owner)) {
                throw new Violation(of + " was given to " + other + " and to " + owner);
            }
            Partition earlier =
                    number < before.partitions().size() ? before.partitions().get(number) : partition;
            boolean changed = !Objects.equals(earlier.owner(), owner) && earlier.owner() != null;
            if (partition.epoch() < earlier.epoch() || (changed && partition.epoch() == earlier.epoch())) {
                throw new Violation(of + " follows " + earlier);
            }
        }
    }
}

package io.carillon.e2e.simulation;

import java.util.HashMap;
import java.util.Map;

/** A partition has at most one owner per epoch. */
final class OneOwnerPerEpoch implements Invariant {

    private final Map<String, SimOwner> owners = new HashMap<>();

    @Override
    public void owned(World world, SimOwner owner, int partition, long epoch) {
        SimOwner other = owners.put(partition + "@" + epoch, owner);
        if (other != null && other != owner) {
            throw new Violation("partition " + partition + " at epoch " + epoch + " has two owners: " + other.node
                    + " and " + owner.node);
        }
    }
}

package io.carillon.e2e.simulation;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is agreed on gives no partition to a member that is draining or fenced. */
final class NothingGoesToWhoLeaves implements Invariant {

    @Override
    public void agreed(World world, Cluster before, Cluster after) {
        for (int number = 0; number < before.partitions().size(); number++) {
            Partition earlier = before.partitions().get(number);
            Partition partition = after.partitions().get(number);
            String owner = partition.owner();
            if (owner != null && !Objects.equals(owner, earlier.owner())) {
                check(number, after.members().get(owner), owner);
            }
            Partition.Move move = partition.move();
            if (move != null && !move.equals(earlier.move())) {
                check(number, after.members().get(move.target()), move.target());
            }
        }
    }

    private static void check(int partition, @Nullable Member member, String id) {
        if (member == null || member.state() != Member.State.ACTIVE) {
            throw new Violation("partition " + partition + " goes to " + id + ", which is " + member);
        }
    }
}

package io.carillon.e2e.simulation;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;

/** No leader begins a move while as many are under way as may be, as far as it knows (I4). */
final class MovesStayFew implements Invariant {

    @Override
    public void proposed(World world, Cluster known, Command command) {
        long moving = known.partitions().stream()
                .filter(partition -> partition.move() != null)
                .count();
        int limit = SimLeader.LIMITS.total(known.partitions().size());
        if (command instanceof Command.BeginMove && moving >= limit) {
            throw new Violation(command + " while " + moving + " are moving (expected: less than " + limit + ")");
        }
    }
}

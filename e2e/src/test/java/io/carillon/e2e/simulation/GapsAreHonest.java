package io.carillon.e2e.simulation;

import io.carillon.core.publication.Publication;
import java.util.OptionalLong;

/**
 * A client is told of a gap only where the log really has nothing any more, or where a search for the last publications ended
 * early, and nothing it has received lies in it. However slowly it reads, and however long it was away, is no reason for one.
 */
final class GapsAreHonest implements Invariant {

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (!(heard instanceof Heard.Gap gap)) {
            return;
        }
        int partition = world.log.partitionOf(gap.channel());
        OptionalLong from = Connection.offset(gap.from(), gap.channel(), partition);
        OptionalLong to = Connection.offset(gap.to(), gap.channel(), partition);
        if (from.isEmpty() || to.isEmpty()) {
            throw new Violation(
                    outlet.connection + " heard " + gap + " (expected: both ends in partition " + partition + ")");
        }
        for (Publication publication : world.log.truth(partition, from.getAsLong(), to.getAsLong())) {
            if (publication.channel().equals(gap.channel())) {
                if (outlet.connection.hearing(gap.channel()).has(publication)) {
                    throw new Violation(outlet.connection + " heard " + gap + " though it has " + publication);
                }
            }
        }
        boolean honest = switch (gap.reason()) {
            case "log-truncated" -> to.getAsLong() < world.log.start(partition);
            case "search-limit" -> world.log.hasGivenUpSearches();
            default -> false;
        };
        if (!honest) {
            throw new Violation(outlet.connection + " heard " + gap + " (expected: no gap)");
        }
    }
}

package io.carillon.e2e.simulation;

import io.carillon.core.publication.Publication;
import java.util.OptionalLong;

/**
 * A client is told of a gap only where it missed something: a slow one where there was something to miss, and one of a
 * truncated log where the log really has nothing any more; nothing it has received lies in it.
 */
final class GapsAreHonest implements Invariant {

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (!(heard instanceof Heard.Gap gap)) {
            return;
        }
        int partition = world.log.partitionOf(gap.channel());
        OptionalLong from = Connection.offset(gap.from(), partition);
        OptionalLong to = Connection.offset(gap.to(), partition);
        if (from.isEmpty() || to.isEmpty()) {
            throw new Violation(
                    outlet.connection + " heard " + gap + " (expected: both ends in partition " + partition + ")");
        }
        boolean truncated = from.getAsLong() < world.log.start(partition) - 1;
        boolean missed = false;
        for (Publication publication : world.log.truth(partition, from.getAsLong(), to.getAsLong())) {
            if (publication.channel().equals(gap.channel())) {
                missed = true;
                if (outlet.connection.has(publication)) {
                    throw new Violation(outlet.connection + " heard " + gap + " though it has " + publication);
                }
            }
        }
        boolean honest = switch (gap.reason()) {
            case "slow-consumer" -> missed || truncated;
            case "log-truncated" -> to.getAsLong() < world.log.start(partition);
            case "resume-unavailable" -> true;
            default -> false;
        };
        if (!honest) {
            throw new Violation(outlet.connection + " heard " + gap + " (expected: no gap)");
        }
    }
}

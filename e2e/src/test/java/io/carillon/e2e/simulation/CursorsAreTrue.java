package io.carillon.e2e.simulation;

import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Publication;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The id of every event says where each of the connection's channels stands, and of no others; it covers nothing that was
 * neither sent nor told of as a gap, and never goes back.
 */
final class CursorsAreTrue implements Invariant {

    private final Map<Hearing, Long> covered = new HashMap<>();

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (!(heard instanceof Heard.Covered event)) {
            return;
        }
        Connection connection = outlet.connection;
        Set<Integer> partitions = connection.partitions();
        for (Cursor.Position position : event.id().positions()) {
            if (!partitions.contains(position.partition())) {
                throw new Violation(connection + " heard " + event + " (expected: positions in " + partitions + ")");
            }
        }
        for (Hearing hearing : connection.hearings()) {
            check(world, connection, event, hearing);
        }
    }

    private void check(World world, Connection connection, Heard.Covered event, Hearing hearing) {
        Optional<ChannelPlace> place = event.id().place(hearing.channel, hearing.partition);
        if (!hearing.mayStandAt(place, event.id())) {
            throw new Violation(
                    connection + " heard " + event + " (expected: where " + hearing.channel + " stands by now)");
        }
        if (!(place.orElse(null) instanceof ChannelPlace.Behind(long offset))) {
            return;
        }
        Long known = covered.put(hearing, offset);
        // The log may have lost its beginning since it said where that is.
        long before = known == null ? Math.min(hearing.promisedFrom().orElse(offset), offset) : known;
        if (offset < before) {
            throw new Violation(
                    connection + " heard " + event + " after offset " + before + " (expected: no way back)");
        }
        // Of the last publications, a cursor may be on the way to where they begin.
        long from = Math.max(before, hearing.promisedFrom().orElse(before));
        for (Publication publication : world.log.truth(hearing.partition, from, offset)) {
            if (publication.channel().equals(hearing.channel) && !hearing.accountsFor(publication)) {
                throw new Violation(connection + " heard " + event + ", whose id covers " + publication
                        + " (expected: received, or in a gap)");
            }
        }
    }
}

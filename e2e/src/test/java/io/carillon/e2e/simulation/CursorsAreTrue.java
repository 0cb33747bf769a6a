package io.carillon.e2e.simulation;

import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Publication;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The id of every event names exactly the connection's partitions, covers nothing that was neither sent nor told of as a
 * gap, and never goes back.
 */
final class CursorsAreTrue implements Invariant {

    private record Place(Connection connection, int partition) {}

    private final Map<Place, Long> covered = new HashMap<>();

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (!(heard instanceof Heard.Covered event)) {
            return;
        }
        Connection connection = outlet.connection;
        Set<Integer> partitions = connection.partitions();
        for (int partition : partitions) {
            // Where the log has to say where a partition begins, the first events may come before it has.
            boolean mayBeOpen =
                    connection.beginsByTime(partition) && !covered.containsKey(new Place(connection, partition));
            if (Connection.offset(event.id(), partition).isEmpty() && !mayBeOpen) {
                throw new Violation(connection + " heard " + event + " (expected: positions in " + partitions + ")");
            }
        }
        for (Cursor.Position position : event.id().positions()) {
            if (!partitions.contains(position.partition())) {
                throw new Violation(connection + " heard " + event + " (expected: positions in " + partitions + ")");
            }
            check(world, connection, event, position);
        }
    }

    private void check(World world, Connection connection, Heard.Covered event, Cursor.Position position) {
        var place = new Place(connection, position.partition());
        Long before = covered.put(place, position.offset());
        if (before == null) {
            OptionalLong promised = connection.promisedFrom(position.partition());
            before = promised.isPresent() ? promised.getAsLong() : position.offset();
            if (connection.beginsByTime(position.partition())) {
                // The log may have lost its beginning since it said where that is.
                before = Math.min(before, position.offset());
            }
        }
        if (position.offset() < before) {
            throw new Violation(
                    connection + " heard " + event + " after offset " + before + " (expected: no way back)");
        }
        for (Publication publication : world.log.truth(position.partition(), before, position.offset())) {
            if (connection.channels().contains(publication.channel()) && !connection.accountsFor(publication)) {
                throw new Violation(connection + " heard " + event + ", whose id covers " + publication
                        + " (expected: received, or in a gap)");
            }
        }
    }
}

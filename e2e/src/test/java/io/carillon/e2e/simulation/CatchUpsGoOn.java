package io.carillon.e2e.simulation;

import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Publication;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Once all troubles are over, a connection that lacks something gets on: it does not wait for the next one to make up for a
 * replay that went astray.
 */
final class CatchUpsGoOn implements Invariant {

    /** Longer than a lost link takes to be noticed, and then some. */
    private static final long PATIENCE_MILLIS = 5_000;

    private record Standstill(Cursor place, long sinceMillis) {}

    private final Map<Connection, Standstill> standstills = new HashMap<>();

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (!(heard instanceof Heard.Covered covered) || world.agenda.millis() < Scenario.TROUBLED_MILLIS) {
            return;
        }
        Connection connection = outlet.connection;
        Standstill before = standstills.get(connection);
        if (before == null || !isAt(before.place, covered.id())) {
            standstills.put(connection, new Standstill(covered.id(), world.agenda.millis()));
            return;
        }
        // A heartbeat is sent only to a client that has taken everything before it.
        long millis = world.agenda.millis() - before.sinceMillis;
        if (heard instanceof Heard.Heartbeat && millis > PATIENCE_MILLIS) {
            Optional<Publication> hole = connection.firstHole(true);
            // Ingests try again for a while, so some of it may be younger than that.
            if (hole.isPresent() && world.log.nowMillis() - hole.get().timeMillis() > PATIENCE_MILLIS) {
                throw new Violation(connection + " has waited for " + hole.get() + " for " + millis
                        + " ms (expected: <= " + PATIENCE_MILLIS + ")");
            }
        }
    }

    private static boolean isAt(Cursor one, Cursor other) {
        return one.positions().equals(other.positions()) && one.exceptions().equals(other.exceptions());
    }

    @Override
    public void ended(World world, Connection connection) {
        standstills.remove(connection);
    }
}

package io.carillon.e2e.simulation;

import io.carillon.core.publication.Publication;
import java.util.Optional;

/**
 * From a session's promise on (its first heartbeat's cursor, or the one it resumed) every publication of its channels is
 * received or told of as a gap: up to the last one received once it is over, and up to the log's end while it lives.
 */
final class NoSilentGap implements Invariant {

    @Override
    public void ended(World world, Connection connection) {
        connection.firstHole(false).ifPresent(hole -> {
            throw new Violation(connection + " is over without " + hole + " but with later ones");
        });
    }

    @Override
    public boolean isAtRest(World world) {
        return firstHole(world).isEmpty();
    }

    @Override
    public void atRest(World world) {
        firstHole(world).ifPresent(hole -> {
            throw new Violation(hole);
        });
    }

    private static Optional<String> firstHole(World world) {
        for (SimClient client : world.clients) {
            SimOutlet outlet = client.outlet();
            if (outlet != null && !outlet.isOver()) {
                Optional<Publication> hole = outlet.connection.firstHole(true);
                if (hole.isPresent()) {
                    return Optional.of(outlet.connection + " was neither sent nor told of " + hole.get());
                }
            }
        }
        return Optional.empty();
    }
}

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
        firstHole(world, connection, false).ifPresent(hole -> {
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
                Optional<Publication> hole = firstHole(world, outlet.connection, true);
                if (hole.isPresent()) {
                    return Optional.of(outlet.connection + " was neither sent nor told of " + hole.get());
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the first publication that a connection neither received nor was told of, if there is one. */
    static Optional<Publication> firstHole(World world, Connection connection, boolean live) {
        if (connection.firstHeartbeat() == null) {
            return Optional.empty();
        }
        for (int partition : connection.partitions()) {
            long promised = connection.promisedFrom(partition).orElse(Long.MAX_VALUE);
            for (String channel : connection.channels()) {
                if (world.log.partitionOf(channel) == partition) {
                    Optional<Publication> hole = firstHole(world, connection, channel, promised, live);
                    if (hole.isPresent()) {
                        return hole;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Publication> firstHole(
            World world, Connection connection, String channel, long promised, boolean live) {
        int partition = world.log.partitionOf(channel);
        Optional<Publication> hole = Optional.empty();
        for (Publication publication : world.log.truth(partition, promised, Long.MAX_VALUE)) {
            if (publication.channel().equals(channel)) {
                if (hole.isPresent() && connection.has(publication)) {
                    return hole;
                }
                if (hole.isEmpty() && !connection.accountsFor(publication)) {
                    hole = Optional.of(publication);
                }
            }
        }
        return live ? hole : Optional.empty();
    }
}

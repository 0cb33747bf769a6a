package io.carillon.e2e.simulation;

import io.carillon.core.publication.Publication;
import java.util.List;

/** A message has the bytes that were published to its channel, and its id names the place where the log has them. */
final class MessagesAreWhatWasPublished implements Invariant {

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (heard instanceof Heard.Message message) {
            int partition = world.log.partitionOf(message.channel());
            long offset = Connection.ownOffset(message, world.log);
            List<Publication> there = world.log.truth(partition, offset - 1, offset);
            if (there.size() != 1
                    || !there.getFirst().channel().equals(message.channel())
                    || !there.getFirst().value().toString().equals(message.value())
                    || !outlet.connection.channels().contains(message.channel())) {
                throw new Violation(outlet.connection + " heard " + message + " (expected: " + there + ")");
            }
        }
    }
}

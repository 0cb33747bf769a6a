package io.carillon.e2e.simulation;

import java.util.HashMap;
import java.util.Map;

/** A connection hears the messages of a channel in the order of the log. */
final class OrderPerChannel implements Invariant {

    private record Stream(Connection connection, String channel) {}

    private final Map<Stream, Long> offsets = new HashMap<>();

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (heard instanceof Heard.Message message) {
            long offset = Connection.ownOffset(message.id());
            Long before = offsets.put(new Stream(outlet.connection, message.channel()), offset);
            if (before != null && before >= offset) {
                throw new Violation(outlet.connection + " heard " + message + " after offset " + before);
            }
        }
    }
}

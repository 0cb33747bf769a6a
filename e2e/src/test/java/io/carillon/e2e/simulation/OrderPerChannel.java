package io.carillon.e2e.simulation;

import java.util.HashMap;
import java.util.Map;

/** A connection hears the messages of a channel in the order of the log. */
final class OrderPerChannel implements Invariant {

    private final Map<Hearing, Long> offsets = new HashMap<>();

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (heard instanceof Heard.Message message) {
            long offset = Connection.ownOffset(message, world.log);
            Hearing hearing = outlet.connection.hearing(message.channel());
            Long before = offsets.put(hearing, offset);
            if (before != null && before >= offset) {
                throw new Violation(outlet.connection + " heard " + message + " after offset " + before);
            }
        }
    }
}

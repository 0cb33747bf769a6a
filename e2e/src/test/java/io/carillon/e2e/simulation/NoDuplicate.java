package io.carillon.e2e.simulation;

import java.util.HashSet;
import java.util.Set;

/** A client never hears a publication twice on one connection, unless it left the channel meanwhile; every published value is
 * unique. */
final class NoDuplicate implements Invariant {

    private record Delivery(Hearing hearing, String value) {}

    private final Set<Delivery> deliveries = new HashSet<>();

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (heard instanceof Heard.Message message
                && !deliveries.add(new Delivery(outlet.connection.hearing(message.channel()), message.value()))) {
            throw new Violation(outlet.connection + " heard twice: " + message);
        }
    }
}

package io.carillon.e2e.simulation;

import java.util.HashSet;
import java.util.Set;

/** A connection never hears a publication twice, whatever its id says; every published value is unique. */
final class NoDuplicate implements Invariant {

    private record Delivery(Connection connection, String value) {}

    private final Set<Delivery> deliveries = new HashSet<>();

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (heard instanceof Heard.Message message
                && !deliveries.add(new Delivery(outlet.connection, message.value()))) {
            throw new Violation(outlet.connection + " heard twice: " + message);
        }
    }
}

package io.carillon.edge.engine;

import java.util.Optional;

/** How bytes get to the sockets of plain connections; TLS always parks. */
public enum Outlets {
    /** Adopted where possible, otherwise parked. */
    AUTO,
    /** The shard's reactor owns the descriptor; Linux only. */
    ADOPTED,
    /** The connection stays with Java; a virtual thread reads it, and another writes when there is something to write. */
    PARKED;

    /** Returns whether sockets will be adopted. */
    public boolean adopts() {
        return this != PARKED && Descriptors.obstacle().isEmpty();
    }

    /** Returns what holds in this process, and why, in words for the log. */
    String explained() {
        Optional<String> obstacle = Descriptors.obstacle();
        if (this == PARKED) {
            return "parked, as configured";
        }
        return obstacle.map(why -> "parked, since " + why).orElse("adopted");
    }
}

package io.carillon.e2e.simulation;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;

/** Something that must always hold; a {@link Violation} says that it does not. */
interface Invariant {

    /** Looks at the world after a step. */
    default void afterStep(World world) {}

    /** Takes it that an owner began to own a partition. */
    default void owned(World world, SimOwner owner, int partition, long epoch) {}

    /** Takes it that something was agreed on. */
    default void agreed(World world, Cluster before, Cluster after) {}

    /** Takes it that a leader wants something, with what it knows. */
    default void proposed(World world, Cluster known, Command command) {}

    /** Takes it that a client heard something, which its connection has recorded already. */
    default void heard(World world, SimOutlet outlet, Heard heard) {}

    /** Takes it that a connection is over. */
    default void ended(World world, Connection connection) {}

    /** Returns whether what this waits for has come, once all troubles are over. */
    default boolean isAtRest(World world) {
        return true;
    }

    /** Looks at the world when all troubles are long over and everything came to rest. */
    default void atRest(World world) {}
}

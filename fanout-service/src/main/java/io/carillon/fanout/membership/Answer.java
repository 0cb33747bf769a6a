package io.carillon.fanout.membership;

import org.jspecify.annotations.Nullable;

/** What a node says to a report. */
public sealed interface Answer {

    /** The leader heard it, and most voters hear the leader. */
    record Heard() implements Answer {}

    /**
     * The node does not lead, or cannot be sure that it still does.
     *
     * @param leader {@code host:port} of the leader's mesh listener, or null if the node does not know
     */
    record NotLeader(@Nullable String leader) implements Answer {}
}

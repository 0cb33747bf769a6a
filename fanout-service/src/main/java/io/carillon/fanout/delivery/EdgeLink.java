package io.carillon.fanout.delivery;

import io.carillon.core.link.ToEdge;

/** A link to an edge, as those see it who have something to say on it. */
public interface EdgeLink {

    /** Returns a name that no other link of this process ever has. */
    String id();

    /**
     * Sends a message after those sent before it. Never waits: a link without room ends itself, and says so with {@link
     * Delivery#lost}. What is sent on a link that has ended is dropped.
     */
    void send(ToEdge message);
}

package io.carillon.edge.engine;

import io.carillon.edge.session.Session;

/** Understands what one client sends. Called on the thread of the session's shard. */
public interface Inbound {

    /** Takes bytes as they came; the array is the connection's own and may be written to. */
    void received(Session session, byte[] bytes, int length, long nowNanos);

    /** Understands nothing: a client of an event stream has no more to say. */
    Inbound IGNORING = (_, _, _, _) -> {};
}

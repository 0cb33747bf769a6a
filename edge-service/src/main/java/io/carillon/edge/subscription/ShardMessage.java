package io.carillon.edge.subscription;

import io.carillon.core.link.ToEdge;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Session;
import java.util.List;

/**
 * What the router tells a shard. A shard gets its messages in the order in which they were sent, but for those of the past
 * ({@link Replayed}): they keep their order among themselves, and others may overtake them.
 */
public sealed interface ShardMessage {

    /**
     * A partition was passed on up to an offset.
     *
     * @param events those that this shard's sessions want
     * @param receipt to be signed once they are dealt with
     * @param receivedNanos when the owner's message came
     */
    record Advanced(
            int partition, long through, long timeMillis, List<Event> events, Receipt receipt, long receivedNanos)
            implements ShardMessage {}

    /** What the log had of a partition in (from, to] cannot be had any more. */
    record Lost(int partition, long from, long to, long timeMillis) implements ShardMessage {}

    /** The owner of one of the partitions of a session's change has made its subscriptions effective. */
    record Confirmed(Session session, long change) implements ShardMessage {}

    /** The next part of what a session asked for of the past. */
    record Replayed(Session session, ToEdge.ReplayPart part) implements ShardMessage {}

    /** All sessions have to go elsewhere. */
    record Drain(EndReason reason, long spreadNanos, long graceNanos) implements ShardMessage {}
}

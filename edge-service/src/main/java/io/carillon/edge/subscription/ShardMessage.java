package io.carillon.edge.subscription;

import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Session;
import java.util.List;

/** What the router tells a shard. A shard gets its messages in the order in which they were sent. */
public sealed interface ShardMessage {

    /**
     * A partition was passed on up to an offset.
     *
     * @param events those that this shard's sessions want
     * @param receipt to be signed once they are dealt with
     */
    record Advanced(int partition, long through, long timeMillis, List<Event> events, Receipt receipt)
            implements ShardMessage {}

    /** What the log had of a partition in (from, to] cannot be had any more. */
    record Lost(int partition, long from, long to, long timeMillis) implements ShardMessage {}

    /** The owner of one of the session's partitions has made its subscriptions effective. */
    record Confirmed(Session session) implements ShardMessage {}

    /**
     * The next part of what a session asked for of the past.
     *
     * @param id number of the replay
     * @param after the part begins behind this offset
     * @param through everything wanted up to here is in this part or came before
     * @param done whether this is the last part
     */
    record Replayed(Session session, int partition, long id, long after, long through, boolean done, List<Event> events)
            implements ShardMessage {}

    /** All sessions have to go elsewhere. */
    record Drain(EndReason reason, long spreadNanos, long graceNanos) implements ShardMessage {}
}

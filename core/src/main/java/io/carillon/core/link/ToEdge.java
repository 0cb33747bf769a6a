package io.carillon.core.link;

import io.carillon.core.publication.Publication;
import java.util.List;

/** What the owner of partitions says to an edge. All of one partition's messages arrive in the order they were sent. */
public sealed interface ToEdge {

    /**
     * The edge follows the partition now, and all interests of its {@link ToOwner.Attach} are effective.
     *
     * @param epoch the epoch under which the sender owns the partition; at least the one asked for
     * @param position the first batch has this offset as its {@code after}. Where it is greater than the one asked for,
     *     the publications between are not coming by themselves
     * @param revision the revision of interests that is effective
     * @param timeMillis up to when the owner has read the log, in milliseconds since 1970-01-01T00:00Z
     */
    record Attached(int partition, long epoch, long position, long revision, long timeMillis) implements ToEdge {}

    /** The edge cannot follow the partition here. */
    record Refused(int partition, long epoch, Reason reason) implements ToEdge {}

    /** Why following was refused or ended. */
    enum Reason {
        /** The sender does not own the partition; the table says who does. */
        NOT_OWNER,
        /** The sender is about to become owner, or to know; ask again soon. */
        NOT_READY,
        /** The sender no longer owns the partition. */
        MOVED
    }

    /**
     * The changes of interests up to a revision are effective.
     *
     * @param effectiveFrom the first offset at which they are; this comes before the batch whose {@code after} is one less
     */
    record InterestsEffective(int partition, long epoch, long revision, long effectiveFrom) implements ToEdge {}

    /**
     * All publications of the effective interests in the range (after, through], and that there are no others.
     *
     * @param after the end of the batch before; if it is not where the edge stands, a batch is missing
     * @param through the new end; it also moves without publications
     * @param timeMillis up to when the log is covered by this, in milliseconds since 1970-01-01T00:00Z
     * @param publications in order of offset
     */
    record Batch(int partition, long epoch, long after, long through, long timeMillis, List<Publication> publications)
            implements ToEdge {
        public Batch {
            publications = List.copyOf(publications);
        }
    }

    /**
     * The next part of a replay.
     *
     * @param after the range begins behind this offset. Where it is greater than the end of the part before, the log no
     *     longer has what lay between; in the first part of a replay from a time, it says where that is
     * @param through all wanted publications in (after, through] are in this part
     * @param done whether this is the last part
     * @param incomplete whether the search for the last publications ended at its budget, so that a channel may have had
     *     more of them than are sent
     */
    record ReplayPart(
            long id,
            int partition,
            long epoch,
            long after,
            long through,
            boolean done,
            boolean incomplete,
            List<Publication> publications)
            implements ToEdge {
        public ReplayPart {
            publications = List.copyOf(publications);
        }
    }

    /** Says that the owner lives; sent when nothing else was for a while. */
    record Heartbeat() implements ToEdge {}
}

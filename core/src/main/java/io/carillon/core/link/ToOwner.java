package io.carillon.core.link;

import java.util.List;

/** What an edge says to the owner of partitions. All of one partition's messages arrive in the order they were sent. */
public sealed interface ToOwner {

    /** In place of an offset: from the end of the log, wherever that is. */
    long FROM_END = -2;

    /** In place of an offset: from what was appended at some time or later. */
    long FROM_TIME = -3;

    /** In place of an offset: from wherever the last so many publications of each channel begin. */
    long FROM_LAST = -4;

    /**
     * Asks to follow a partition.
     *
     * @param partition partition number, from 0
     * @param epoch the ownership epoch under which the edge believes that the receiver owns the partition
     * @param after the edge has everything up to this offset, of its interests; -1 for the beginning of the partition;
     *     {@link #FROM_END} if it has nothing and wants none of what is already there
     * @param revision number of the edge's interests in this partition; it never goes back, and each attach has a new one,
     *     so that its answer cannot be taken for that of another
     * @param interests all of the edge's interests in the partition
     * @param creditBytes how many bytes of publications the owner may have under way
     */
    record Attach(int partition, long epoch, long after, long revision, List<Interest> interests, long creditBytes)
            implements ToOwner {
        public Attach {
            interests = List.copyOf(interests);
        }
    }

    /** Ends the following of a partition. */
    record Detach(int partition) implements ToOwner {}

    /**
     * Changes interests in a followed partition.
     *
     * @param revision number of this change, greater than any before
     * @param changes the channels that changed, each with its new state
     */
    record ChangeInterests(int partition, long revision, List<Interest> changes) implements ToOwner {
        public ChangeInterests {
            changes = List.copyOf(changes);
        }
    }

    /** Allows the owner so many more bytes of publications of a partition, since they were passed on. */
    record Grant(int partition, long bytes) implements ToOwner {}

    /**
     * Asks for retained publications, apart from the live batches.
     *
     * @param id number of the replay, chosen by the edge, unique on the link
     * @param channels whose publications are wanted
     * @param after only those with a greater offset; {@link #FROM_TIME} if a time says where to begin; {@link #FROM_LAST}
     *     if {@code lastCount} alone does
     * @param sinceMillis where {@code after} leaves it to the time: only those appended then or later, in milliseconds
     *     since 1970-01-01T00:00Z
     * @param lastCount only the last so many of each channel, of those in the range; 0 for all. It is the same number when
     *     a replay is asked for once more behind a part that has come
     * @param until only those up to this offset
     * @param creditBytes how many bytes the owner may have under way for this replay
     */
    record Replay(
            long id,
            int partition,
            List<String> channels,
            long after,
            long sinceMillis,
            int lastCount,
            long until,
            long creditBytes)
            implements ToOwner {
        public Replay {
            channels = List.copyOf(channels);
        }
    }

    /** Allows the owner so many more bytes of a replay. */
    record GrantReplay(long id, int partition, long bytes) implements ToOwner {}

    /** Ends a replay that is no longer wanted. */
    record CancelReplay(long id, int partition) implements ToOwner {}

    /**
     * Says that the edge lives; sent when nothing else was for a while, or when there is something to tell.
     *
     * @param unreachable ids of the nodes of the table that the edge has not reached for a while
     */
    record Heartbeat(List<String> unreachable) implements ToOwner {
        public Heartbeat {
            unreachable = List.copyOf(unreachable);
        }
    }
}

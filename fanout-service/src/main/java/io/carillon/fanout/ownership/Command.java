package io.carillon.fanout.ownership;

import io.carillon.core.position.Generation;
import java.util.List;

/**
 * A change of the {@link Cluster} that somebody asks for. Each names what it relies on: if that no longer holds when its
 * turn comes, it changes nothing. So a command that was asked for too late, by a leader of the past for instance, is
 * harmless.
 */
public sealed interface Command {

    /**
     * Says for the first time which log it is all about.
     *
     * @param millis when, in milliseconds since 1970-01-01T00:00Z; versions and epochs begin there, so that a cluster that
     *     lost all of its disks and is made anew is ahead of what edges remember of the old one
     */
    record Found(Generation generation, long millis) implements Command {}

    /** Says that the log was made anew; nobody owns anything of it yet. */
    record ChangeGeneration(String from, Generation to) implements Command {}

    /**
     * Makes a node a member, or a member of a new incarnation if its process is another or it was fenced.
     *
     * @param disk tells the disk on which the node keeps its vote, if it is given one, from any other; empty if it says nothing
     */
    record Register(
            String node,
            long start,
            String address,
            String raftAddress,
            String zone,
            int weight,
            String generation,
            String disk)
            implements Command {}

    /** Lets a joining member own partitions. */
    record Activate(String node, long incarnation) implements Command {}

    /** Lets a member get no more partitions, since it is about to leave. */
    record Drain(String node, long incarnation) implements Command {}

    /**
     * Takes it that a member is gone, and gives its partitions to others, all at once.
     *
     * @param grants who gets them; a partition without a valid one is owned by nobody then
     */
    record Fence(String node, long incarnation, List<Grant> grants) implements Command {
        public Fence {
            grants = List.copyOf(grants);
        }
    }

    /** Forgets a member that owns nothing. */
    record Remove(String node, long incarnation) implements Command {}

    /** Forgets on which disk a node kept its vote, which it has no more. */
    record ForgetDisk(String node, String disk) implements Command {}

    /** Gives partitions that nobody owns to members. */
    record Assign(List<Grant> grants) implements Command {
        public Assign {
            grants = List.copyOf(grants);
        }
    }

    /**
     * Begins to move a partition from its owner to another member.
     *
     * @param epoch epoch of the owner
     * @param incarnation of the target
     */
    record BeginMove(int partition, long epoch, String target, long incarnation) implements Command {}

    /** Makes the target of a move the owner. */
    record CompleteMove(int partition, long moveEpoch) implements Command {}

    /** Gives a move up; the owner stays what it is. */
    record AbortMove(int partition, long moveEpoch) implements Command {}

    /**
     * Gives one partition to a member.
     *
     * @param epoch epoch of the partition's last ownership
     * @param incarnation of the member
     */
    record Grant(int partition, long epoch, String node, long incarnation) {}
}

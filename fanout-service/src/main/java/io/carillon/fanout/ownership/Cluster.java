package io.carillon.fanout.ownership;

import io.carillon.core.position.Generation;
import io.carillon.core.table.PartitionTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the fanout nodes have agreed on: the log, the members, and who owns which partition.
 *
 * <p>A value: every command that is obeyed leads to another one. The same commands in the same order lead to the same
 * cluster everywhere; there is no clock and no chance in it.
 *
 * @param founded where versions and epochs begin; 0 before the founding
 * @param index index in the agreed log of the last command that changed something
 * @param generation the log, or null before the founding
 * @param members by id
 * @param partitions in order of number; empty before the founding
 * @param disks on which disk each node keeps its vote, by node; also of nodes that are no members now
 */
public record Cluster(
        long founded,
        long index,
        @Nullable Generation generation,
        SortedMap<String, Member> members,
        List<Partition> partitions,
        SortedMap<String, String> disks) {

    /** What there is before anything was agreed on. */
    public static final Cluster EMPTY = new Cluster(0, 0, null, new TreeMap<>(), List.of(), new TreeMap<>());

    public Cluster {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        partitions = List.copyOf(partitions);
        disks = Collections.unmodifiableSortedMap(new TreeMap<>(disks));
        if (partitions.size() != (generation == null ? 0 : generation.partitionCount())) {
            throw new IllegalArgumentException("partitions: " + partitions.size()
                    + " (expected: as many as the generation has, " + generation + ")");
        }
    }

    /** Returns the version, which grows with every change and never goes back, not even when the cluster is founded anew. */
    public long version() {
        return founded + index;
    }

    /** Returns whether a member owns or gets partitions: it is active, and reads the same log. */
    public boolean isEligible(Member member) {
        return member.state() == Member.State.ACTIVE
                && generation != null
                && member.generation().equals(generation.id());
    }

    /** Returns the table that edges and ingests follow. It names every member that may own something before it does. */
    public PartitionTable table() {
        if (generation == null) {
            throw new IllegalStateException("table of a cluster that is not founded yet");
        }
        var nodes = new TreeMap<String, String>();
        for (Member member : members.values()) {
            if (member.state() != Member.State.FENCED) {
                nodes.put(member.id(), member.address());
            }
        }
        var entries = new ArrayList<PartitionTable.Entry>(partitions.size());
        for (Partition partition : partitions) {
            String owner = partition.owner();
            entries.add(new PartitionTable.Entry(partition.epoch(), owner == null ? List.of() : List.of(owner)));
        }
        return new PartitionTable(version(), generation, entries, nodes);
    }

    /**
     * Obeys a command, or finds that it is stale.
     *
     * @param at index of the command in the agreed log, greater than that of any command before
     */
    public Outcome apply(long at, Command command) {
        return switch (command) {
            case Command.Found found -> found(at, found);
            case Command.ChangeGeneration change -> changeGeneration(at, change);
            case Command.Register register -> register(at, register);
            case Command.Activate(String node, long incarnation) ->
                changeState(at, node, incarnation, Member.State.JOINING, Member.State.ACTIVE);
            case Command.Drain(String node, long incarnation) -> drain(at, node, incarnation);
            case Command.Fence fence -> fence(at, fence);
            case Command.Remove(String node, long incarnation) -> remove(at, node, incarnation);
            case Command.ForgetDisk(String node, String disk) -> forgetDisk(at, node, disk);
            case Command.Assign(List<Command.Grant> grants) -> assign(at, grants);
            case Command.BeginMove move -> beginMove(at, move);
            case Command.CompleteMove(int partition, long moveEpoch) -> completeMove(at, partition, moveEpoch);
            case Command.AbortMove(int partition, long moveEpoch) -> abortMove(at, partition, moveEpoch);
        };
    }

    private Outcome found(long at, Command.Found found) {
        if (generation != null) {
            return stale("the cluster is founded already");
        }
        Generation log = found.generation();
        return done(new Cluster(
                found.millis(),
                at,
                log,
                members,
                Collections.nCopies(log.partitionCount(), Partition.unowned(found.millis())),
                disks));
    }

    private Outcome changeGeneration(long at, Command.ChangeGeneration change) {
        Generation log = change.to();
        if (generation == null
                || !generation.id().equals(change.from())
                || change.from().equals(log.id())) {
            return stale("the log is " + generation + " and not " + change.from());
        }
        // Epochs go on from the greatest of all, since partition 5 of the new log may have had no predecessor.
        long last = partitions.stream().mapToLong(Partition::lastEpoch).max().orElse(founded);
        return done(new Cluster(
                founded, at, log, members, Collections.nCopies(log.partitionCount(), Partition.unowned(last)), disks));
    }

    private Outcome register(long at, Command.Register wanted) {
        Member before = members.get(wanted.node());
        if (before != null && before.start() == wanted.start() && before.state() != Member.State.FENCED) {
            return stale("this process of " + wanted.node() + " is a member already");
        }
        // A process that comes back before anybody missed it goes on where the one before was, under new epochs.
        boolean active = before != null && before.state() == Member.State.ACTIVE;
        var member = new Member(
                wanted.node(),
                at,
                wanted.start(),
                wanted.address(),
                wanted.raftAddress(),
                wanted.zone(),
                wanted.weight(),
                wanted.generation(),
                active ? Member.State.ACTIVE : Member.State.JOINING);
        return done(with(at, member).keeping(wanted.node(), wanted.disk()).mapPartitions(partition -> {
            if (partition.isOwnedBy(wanted.node())) {
                return partition.given(wanted.node());
            }
            return partition.isMovingTo(wanted.node()) ? partition.staying() : partition;
        }));
    }

    private Cluster keeping(String node, String disk) {
        if (disk.isEmpty()) {
            return this;
        }
        var kept = new TreeMap<>(disks);
        kept.put(node, disk);
        return new Cluster(founded, index, generation, members, partitions, kept);
    }

    private Outcome forgetDisk(long at, String node, String disk) {
        if (members.containsKey(node) || !disk.equals(disks.get(node))) {
            return stale("disk of " + node + " is " + disks.get(node) + ", and its member " + members.get(node));
        }
        var rest = new TreeMap<>(disks);
        rest.remove(node);
        return done(new Cluster(founded, at, generation, members, partitions, rest));
    }

    private Outcome drain(long at, String node, long incarnation) {
        Member member = members.get(node);
        if (member != null && member.state() == Member.State.JOINING) {
            return changeState(at, node, incarnation, Member.State.JOINING, Member.State.DRAINING);
        }
        Outcome drained = changeState(at, node, incarnation, Member.State.ACTIVE, Member.State.DRAINING);
        // What was about to come here stays where it is.
        return drained instanceof Outcome.Done(Cluster cluster)
                ? done(cluster.mapPartitions(partition -> partition.isMovingTo(node) ? partition.staying() : partition))
                : drained;
    }

    private Outcome changeState(long at, String node, long incarnation, Member.State from, Member.State to) {
        Member member = members.get(node);
        if (member == null || member.incarnation() != incarnation || member.state() != from) {
            return stale("member " + node + " is " + member + " and not " + from + " as incarnation " + incarnation);
        }
        return done(with(at, member.in(to)));
    }

    private Outcome fence(long at, Command.Fence fence) {
        Member member = members.get(fence.node());
        if (member == null || member.incarnation() != fence.incarnation() || member.state() == Member.State.FENCED) {
            return stale("member " + fence.node() + " is " + member + " and not in service as incarnation "
                    + fence.incarnation());
        }
        Cluster fenced = with(at, member.in(Member.State.FENCED)).mapPartitions(partition -> {
            if (partition.isMovingTo(fence.node())) {
                return partition.staying();
            }
            return partition.isOwnedBy(fence.node()) ? bereaved(partition, fence.node()) : partition;
        });
        return done(fenced.granted(at, fence.grants()));
    }

    /** Returns a partition whose owner is gone: with the target of its move as owner, which is ready or soon will be. */
    private Partition bereaved(Partition partition, String gone) {
        Partition.Move move = partition.move();
        Member target = move == null || move.target().equals(gone) ? null : members.get(move.target());
        return move != null && target != null && isEligible(target) ? partition.moved(move) : partition.orphaned();
    }

    private Outcome remove(long at, String node, long incarnation) {
        Member member = members.get(node);
        if (member == null || member.incarnation() != incarnation) {
            return stale("member " + node + " is " + member + " and not incarnation " + incarnation);
        }
        if (member.state() == Member.State.JOINING || member.state() == Member.State.ACTIVE) {
            return stale("member " + node + " is in service");
        }
        if (partitions.stream().anyMatch(partition -> partition.isOwnedBy(node))) {
            return stale("member " + node + " still owns partitions");
        }
        var rest = new TreeMap<>(members);
        rest.remove(node);
        return done(new Cluster(founded, at, generation, rest, partitions, disks));
    }

    private Outcome assign(long at, List<Command.Grant> grants) {
        Cluster after = granted(at, grants);
        return after.partitions.equals(partitions) ? stale("none of the grants holds") : done(after);
    }

    private Cluster granted(long at, List<Command.Grant> grants) {
        var after = new ArrayList<>(partitions);
        for (Command.Grant grant : grants) {
            Member member = members.get(grant.node());
            if (isPartition(grant.partition())
                    && member != null
                    && member.incarnation() == grant.incarnation()
                    && isEligible(member)) {
                Partition partition = after.get(grant.partition());
                if (partition.owner() == null && partition.epoch() == grant.epoch()) {
                    after.set(grant.partition(), partition.given(grant.node()));
                }
            }
        }
        return new Cluster(founded, at, generation, members, after, disks);
    }

    private Outcome beginMove(long at, Command.BeginMove wanted) {
        Member target = members.get(wanted.target());
        if (!isPartition(wanted.partition())) {
            return stale("there is no partition " + wanted.partition());
        }
        if (target == null || target.incarnation() != wanted.incarnation() || !isEligible(target)) {
            return stale("member " + wanted.target() + " is " + target + " and takes nothing as incarnation "
                    + wanted.incarnation());
        }
        Partition partition = partitions.get(wanted.partition());
        if (partition.owner() == null
                || partition.epoch() != wanted.epoch()
                || partition.move() != null
                || partition.isOwnedBy(wanted.target())) {
            return stale("partition " + wanted.partition() + " is " + partition);
        }
        return done(with(at, wanted.partition(), partition.moving(wanted.target())));
    }

    private Outcome completeMove(long at, int number, long moveEpoch) {
        Partition.Move move = move(number, moveEpoch);
        return move == null
                ? stale("partition " + number + " is not moving at epoch " + moveEpoch)
                : done(with(at, number, partitions.get(number).moved(move)));
    }

    private Outcome abortMove(long at, int number, long moveEpoch) {
        return move(number, moveEpoch) == null
                ? stale("partition " + number + " is not moving at epoch " + moveEpoch)
                : done(with(at, number, partitions.get(number).staying()));
    }

    private Partition.@Nullable Move move(int number, long moveEpoch) {
        Partition.Move move = isPartition(number) ? partitions.get(number).move() : null;
        return move != null && move.epoch() == moveEpoch ? move : null;
    }

    private boolean isPartition(int number) {
        return number >= 0 && number < partitions.size();
    }

    private Cluster with(long at, Member member) {
        var after = new TreeMap<>(members);
        after.put(member.id(), member);
        return new Cluster(founded, at, generation, after, partitions, disks);
    }

    private Cluster with(long at, int number, Partition partition) {
        var after = new ArrayList<>(partitions);
        after.set(number, partition);
        return new Cluster(founded, at, generation, members, after, disks);
    }

    private Cluster mapPartitions(UnaryOperator<Partition> change) {
        return new Cluster(
                founded,
                index,
                generation,
                members,
                partitions.stream().map(change).toList(),
                disks);
    }

    private static Outcome done(Cluster after) {
        return new Outcome.Done(after);
    }

    private Outcome stale(String reason) {
        return new Outcome.Stale(this, reason);
    }
}

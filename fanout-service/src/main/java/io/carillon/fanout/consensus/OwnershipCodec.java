package io.carillon.fanout.consensus;

import io.carillon.core.position.Generation;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import io.carillon.proto.ownership.v1.AbortMove;
import io.carillon.proto.ownership.v1.Activate;
import io.carillon.proto.ownership.v1.Assign;
import io.carillon.proto.ownership.v1.BeginMove;
import io.carillon.proto.ownership.v1.ChangeGeneration;
import io.carillon.proto.ownership.v1.ClusterState;
import io.carillon.proto.ownership.v1.CompleteMove;
import io.carillon.proto.ownership.v1.Drain;
import io.carillon.proto.ownership.v1.Fence;
import io.carillon.proto.ownership.v1.ForgetDisk;
import io.carillon.proto.ownership.v1.Found;
import io.carillon.proto.ownership.v1.Grant;
import io.carillon.proto.ownership.v1.LogGeneration;
import io.carillon.proto.ownership.v1.MemberState;
import io.carillon.proto.ownership.v1.MoveState;
import io.carillon.proto.ownership.v1.PartitionState;
import io.carillon.proto.ownership.v1.Register;
import io.carillon.proto.ownership.v1.Remove;
import java.util.List;
import java.util.TreeMap;

/** Turns commands and clusters into messages and back: as entries of the Raft log, as snapshots, and for watchers. */
public final class OwnershipCodec {

    private OwnershipCodec() {}

    /** Returns the message for a command. */
    static io.carillon.proto.ownership.v1.Command encode(Command command) {
        var message = io.carillon.proto.ownership.v1.Command.newBuilder();
        switch (command) {
            case Command.Found(Generation log, long millis) ->
                message.setFound(Found.newBuilder().setGeneration(encode(log)).setMillis(millis));
            case Command.ChangeGeneration(String from, Generation to) ->
                message.setChangeGeneration(
                        ChangeGeneration.newBuilder().setFrom(from).setTo(encode(to)));
            case Command.Register register -> message.setRegister(encode(register));
            case Command.Activate(String node, long incarnation) ->
                message.setActivate(Activate.newBuilder().setNode(node).setIncarnation(incarnation));
            case Command.Drain(String node, long incarnation) ->
                message.setDrain(Drain.newBuilder().setNode(node).setIncarnation(incarnation));
            case Command.Fence(String node, long incarnation, List<Command.Grant> grants) ->
                message.setFence(Fence.newBuilder()
                        .setNode(node)
                        .setIncarnation(incarnation)
                        .addAllGrants(encode(grants)));
            case Command.Remove(String node, long incarnation) ->
                message.setRemove(Remove.newBuilder().setNode(node).setIncarnation(incarnation));
            case Command.ForgetDisk(String node, String disk) ->
                message.setForgetDisk(ForgetDisk.newBuilder().setNode(node).setDisk(disk));
            case Command.Assign(List<Command.Grant> grants) ->
                message.setAssign(Assign.newBuilder().addAllGrants(encode(grants)));
            case Command.BeginMove(int partition, long epoch, String target, long incarnation) ->
                message.setBeginMove(BeginMove.newBuilder()
                        .setPartition(partition)
                        .setEpoch(epoch)
                        .setTarget(target)
                        .setIncarnation(incarnation));
            case Command.CompleteMove(int partition, long epoch) ->
                message.setCompleteMove(
                        CompleteMove.newBuilder().setPartition(partition).setMoveEpoch(epoch));
            case Command.AbortMove(int partition, long epoch) ->
                message.setAbortMove(
                        AbortMove.newBuilder().setPartition(partition).setMoveEpoch(epoch));
        }
        return message.build();
    }

    /**
     * Returns the command in a message.
     *
     * @throws IllegalArgumentException if there is none that this version knows
     */
    static Command decode(io.carillon.proto.ownership.v1.Command message) {
        return switch (message.getCommandCase()) {
            case FOUND ->
                new Command.Found(
                        decode(message.getFound().getGeneration()),
                        message.getFound().getMillis());
            case CHANGE_GENERATION ->
                new Command.ChangeGeneration(
                        message.getChangeGeneration().getFrom(),
                        decode(message.getChangeGeneration().getTo()));
            case REGISTER -> decode(message.getRegister());
            case ACTIVATE ->
                new Command.Activate(
                        message.getActivate().getNode(), message.getActivate().getIncarnation());
            case DRAIN ->
                new Command.Drain(
                        message.getDrain().getNode(), message.getDrain().getIncarnation());
            case FENCE ->
                new Command.Fence(
                        message.getFence().getNode(),
                        message.getFence().getIncarnation(),
                        decode(message.getFence().getGrantsList()));
            case REMOVE ->
                new Command.Remove(
                        message.getRemove().getNode(), message.getRemove().getIncarnation());
            case FORGET_DISK ->
                new Command.ForgetDisk(
                        message.getForgetDisk().getNode(),
                        message.getForgetDisk().getDisk());
            case ASSIGN -> new Command.Assign(decode(message.getAssign().getGrantsList()));
            case BEGIN_MOVE -> {
                BeginMove move = message.getBeginMove();
                yield new Command.BeginMove(
                        move.getPartition(), move.getEpoch(), move.getTarget(), move.getIncarnation());
            }
            case COMPLETE_MOVE ->
                new Command.CompleteMove(
                        message.getCompleteMove().getPartition(),
                        message.getCompleteMove().getMoveEpoch());
            case ABORT_MOVE ->
                new Command.AbortMove(
                        message.getAbortMove().getPartition(),
                        message.getAbortMove().getMoveEpoch());
            case COMMAND_NOT_SET ->
                throw new IllegalArgumentException("command: none that this version knows (expected: one)");
        };
    }

    /** Returns the message for a cluster. */
    public static ClusterState encode(Cluster cluster) {
        var state = ClusterState.newBuilder().setFounded(cluster.founded()).setIndex(cluster.index());
        Generation log = cluster.generation();
        if (log != null) {
            state.setGeneration(encode(log));
        }
        for (Member member : cluster.members().values()) {
            state.addMembers(MemberState.newBuilder()
                    .setRegistration(Register.newBuilder()
                            .setNode(member.id())
                            .setStart(member.start())
                            .setAddress(member.address())
                            .setRaftAddress(member.raftAddress())
                            .setZone(member.zone())
                            .setWeight(member.weight())
                            .setGeneration(member.generation()))
                    .setIncarnation(member.incarnation())
                    .setState(encode(member.state())));
        }
        for (Partition partition : cluster.partitions()) {
            state.addPartitions(encode(partition));
        }
        state.putAllDisks(cluster.disks());
        return state.build();
    }

    /** Returns the cluster in a message. */
    public static Cluster decode(ClusterState state) {
        var members = new TreeMap<String, Member>();
        for (MemberState member : state.getMembersList()) {
            Register of = member.getRegistration();
            members.put(
                    of.getNode(),
                    new Member(
                            of.getNode(),
                            member.getIncarnation(),
                            of.getStart(),
                            of.getAddress(),
                            of.getRaftAddress(),
                            of.getZone(),
                            of.getWeight(),
                            of.getGeneration(),
                            decode(member.getState())));
        }
        return new Cluster(
                state.getFounded(),
                state.getIndex(),
                state.hasGeneration() ? decode(state.getGeneration()) : null,
                members,
                state.getPartitionsList().stream().map(OwnershipCodec::decode).toList(),
                new TreeMap<>(state.getDisksMap()));
    }

    /** Returns the message for a node's registration. */
    public static Register encode(Command.Register register) {
        return Register.newBuilder()
                .setNode(register.node())
                .setStart(register.start())
                .setAddress(register.address())
                .setRaftAddress(register.raftAddress())
                .setZone(register.zone())
                .setWeight(register.weight())
                .setGeneration(register.generation())
                .setDisk(register.disk())
                .build();
    }

    /** Returns the registration in a message. */
    public static Command.Register decode(Register register) {
        return new Command.Register(
                register.getNode(),
                register.getStart(),
                register.getAddress(),
                register.getRaftAddress(),
                register.getZone(),
                register.getWeight(),
                register.getGeneration(),
                register.getDisk());
    }

    private static PartitionState encode(Partition partition) {
        var state = PartitionState.newBuilder().setEpoch(partition.epoch()).setLastEpoch(partition.lastEpoch());
        String owner = partition.owner();
        if (owner != null) {
            state.setOwner(owner);
        }
        Partition.Move move = partition.move();
        if (move != null) {
            state.setMove(MoveState.newBuilder().setTarget(move.target()).setEpoch(move.epoch()));
        }
        return state.build();
    }

    private static Partition decode(PartitionState state) {
        return new Partition(
                state.getOwner().isEmpty() ? null : state.getOwner(),
                state.getEpoch(),
                state.getLastEpoch(),
                state.hasMove()
                        ? new Partition.Move(
                                state.getMove().getTarget(), state.getMove().getEpoch())
                        : null);
    }

    private static LogGeneration encode(Generation log) {
        return LogGeneration.newBuilder()
                .setId(log.id())
                .setPartitionCount(log.partitionCount())
                .build();
    }

    private static Generation decode(LogGeneration log) {
        return new Generation(log.getId(), log.getPartitionCount());
    }

    private static List<Grant> encode(List<Command.Grant> grants) {
        return grants.stream()
                .map(grant -> Grant.newBuilder()
                        .setPartition(grant.partition())
                        .setEpoch(grant.epoch())
                        .setNode(grant.node())
                        .setIncarnation(grant.incarnation())
                        .build())
                .toList();
    }

    private static List<Command.Grant> decode(List<Grant> grants) {
        return grants.stream()
                .map(grant -> new Command.Grant(
                        grant.getPartition(), grant.getEpoch(), grant.getNode(), grant.getIncarnation()))
                .toList();
    }

    private static MemberState.State encode(Member.State state) {
        return switch (state) {
            case JOINING -> MemberState.State.STATE_JOINING;
            case ACTIVE -> MemberState.State.STATE_ACTIVE;
            case DRAINING -> MemberState.State.STATE_DRAINING;
            case FENCED -> MemberState.State.STATE_FENCED;
        };
    }

    private static Member.State decode(MemberState.State state) {
        return switch (state) {
            case STATE_JOINING -> Member.State.JOINING;
            case STATE_ACTIVE -> Member.State.ACTIVE;
            case STATE_DRAINING -> Member.State.DRAINING;
            // One that a later version knows counts as one that owns nothing.
            case STATE_FENCED, STATE_UNSPECIFIED, UNRECOGNIZED -> Member.State.FENCED;
        };
    }
}

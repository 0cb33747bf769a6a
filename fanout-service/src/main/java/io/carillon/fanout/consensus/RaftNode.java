package io.carillon.fanout.consensus;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Ledger;
import io.carillon.fanout.ownership.Outcome;
import io.carillon.runtime.discovery.NodeAddress;
import io.carillon.runtime.lifecycle.PortUnavailableException;
import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.runtime.tls.MeshService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;

/**
 * This node's part in Raft: a voter, or one that waits to be made a voter. Safe for use by many threads; started and closed
 * once.
 *
 * <p>Commands are taken by the leader alone, on this very node: whoever decides is the leader, so nothing is ever sent on.
 * Who leads is a hint, since a leader that was deposed may not know it yet; only what is committed counts.
 */
public final class RaftNode implements Ledger, AutoCloseable {

    /** Hears when this node begins and ceases to lead, on a thread of Raft that must not be kept. */
    public interface Leading {
        void begins();

        void ends();
    }

    /** Knows whether a node has had a vote before. */
    public interface Witness {

        /** Returns whether others say that this node has a vote, and has kept it on some disk; may wait for them. */
        boolean remembers(String nodeId) throws InterruptedException;
    }

    /** Says who founds the cluster. */
    public interface Founders {

        /** Returns its first voters; may wait until they are decided. */
        List<NodeAddress> get() throws InterruptedException;
    }

    private final String nodeId;
    private final RaftSettings settings;
    private final MeshSecurity security;
    private final OwnershipMachine machine;
    private final RaftRequests requests;
    private volatile @Nullable RaftServer server;

    /**
     * Makes a node that does not run yet.
     *
     * @param nodeId stable id of the node; a node that lost its disk must come back under another
     * @param security how the nodes show each other who they are
     * @param applied is given every cluster that was agreed on, in order; must take it at once
     */
    public RaftNode(
            String nodeId, RaftSettings settings, MeshSecurity security, Consumer<Cluster> applied, Leading leading) {
        // Ratis would otherwise end the whole process when it meets an error that it did not expect.
        ExitUtils.disableSystemExit();
        this.nodeId = nodeId;
        this.settings = settings;
        this.security = security;
        requests = new RaftRequests(nodeId);
        machine = new OwnershipMachine(applied, new OwnershipMachine.LeaderListener() {
            @Override
            public void leads() {
                leading.begins();
            }

            @Override
            public void leadsNot() {
                leading.ends();
            }
        });
    }

    /**
     * Starts; with what is on disk, if anything is.
     *
     * @param founders who has a vote when the cluster begins; asked only if the disk does not say
     * @param witness asked only if there is nothing on the disk
     * @return the name of the disk
     * @throws IllegalStateException if the disk is blank and the node has a vote, which it would give a second time
     * @throws PortUnavailableException if the port is taken
     * @throws UncheckedIOException if the disk cannot be used
     */
    public String start(Founders founders, Witness witness) throws InterruptedException {
        PortUnavailableException.unlessFree(settings.listen(), "Raft", "push.raft.port");
        RaftServer starting = null;
        try {
            Files.createDirectories(settings.directory());
            var disk = new DiskFile(settings.directory());
            if (disk.isBlank() && witness.remembers(nodeId)) {
                throw new IllegalStateException("push.raft.data: there is nothing in " + settings.directory() + ", but "
                        + nodeId + " has a vote. It would forget whom it voted for and what it promised to keep. Bring"
                        + " its disk back, or start it under another push.node.id: that gets the vote of " + nodeId
                        + " after push.raft.replace.duration");
            }
            String name = disk.name();
            var parameters = new Parameters();
            if (security instanceof MeshSecurity.Mutual(var tls)) {
                GrpcConfigKeys.TLS.setConf(
                        parameters,
                        new GrpcTlsConfig(tls.keyManager(), tls.trustManager(Set.of(MeshService.FANOUT)), true));
            }
            starting = RaftServer.newBuilder()
                    .setServerId(RaftPeerId.valueOf(nodeId))
                    .setGroup(group(new FoundersFile(settings.directory()).readOr(founders)))
                    .setOption(RaftStorage.StartupOption.RECOVER)
                    .setProperties(RatisConfig.of(settings))
                    .setParameters(parameters)
                    .setStateMachine(machine)
                    .build();
            starting.start();
            server = starting;
            return name;
        } catch (IOException e) {
            closeQuietly(starting);
            throw new UncheckedIOException("Raft does not start in " + settings.directory(), e);
        } catch (RuntimeException | InterruptedException e) {
            closeQuietly(starting);
            throw e;
        }
    }

    /**
     * Returns the group to begin with; what is on disk of later changes counts for more. One that is to be made a voter
     * begins with an empty one, so that it never stands.
     */
    private RaftGroup group(List<NodeAddress> founders) {
        boolean votes = founders.stream().anyMatch(founder -> founder.nodeId().equals(nodeId));
        return votes ? RaftGroup.valueOf(RaftPeers.GROUP, RaftPeers.of(founders)) : RaftGroup.valueOf(RaftPeers.GROUP);
    }

    /** Returns what this node has applied. */
    public Cluster cluster() {
        return machine.cluster();
    }

    /** Returns whether this node believes to lead and has applied everything from before its term. */
    public boolean isLeader() {
        RaftServer.Division division = division();
        return division != null && division.getInfo().isLeaderReady();
    }

    /** Returns the id of the node that leads, as far as this one knows. */
    public Optional<String> leader() {
        RaftServer.Division division = division();
        return Optional.ofNullable(division)
                .map(here -> here.getInfo().getLeaderId())
                .map(RaftPeerId::toString);
    }

    /** Returns the present voters, in order of id; empty while this node knows of none. */
    public List<NodeAddress> voters() {
        RaftServer.Division division = division();
        return division == null
                ? List.of()
                : division.getRaftConf().getCurrentPeers().stream()
                        .map(peer -> new NodeAddress(peer.getId().toString(), peer.getAddress()))
                        .sorted(Comparator.comparing(NodeAddress::nodeId))
                        .toList();
    }

    /** Returns whether this node has a vote. */
    public boolean isVoter() {
        return voters().stream().anyMatch(voter -> voter.nodeId().equals(nodeId));
    }

    /** Returns Raft's term, -1 before the start. */
    public long term() {
        RaftServer.Division division = division();
        return division == null ? -1 : division.getInfo().getCurrentTerm();
    }

    /** Returns whether this node leads and has heard from most voters, itself among them, within the limit. */
    public boolean hasQuorum(Duration limit) {
        RaftServer.Division division = division();
        if (division == null || !division.getInfo().isLeaderReady()) {
            return false;
        }
        RoleInfoProto role = division.getInfo().getRoleInfoProto();
        if (!role.hasLeaderInfo()) {
            return false;
        }
        long heard = 1
                + role.getLeaderInfo().getFollowerInfoList().stream()
                        .mapToLong(ServerRpcProto::getLastRpcElapsedTimeMs)
                        .filter(millis -> millis <= limit.toMillis())
                        .count();
        return heard * 2 > voters().size();
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        return requests.write(server, OwnershipCodec.encode(command).toByteArray())
                .thenApply(machine::outcome);
    }

    /**
     * Changes who has a vote, at the leader.
     *
     * @param from the voters as they are; if they are others by then, nothing happens
     * @param to the voters as they are to be
     */
    public CompletableFuture<Void> changeVoters(List<NodeAddress> from, List<NodeAddress> to) {
        return requests.changeVoters(server, from, to);
    }

    /** Hands leadership to another voter, at the leader. */
    public CompletableFuture<Void> transferLeadership(String to, Duration limit) {
        return requests.transferLeadership(server, to, limit);
    }

    private RaftServer.@Nullable Division division() {
        RaftServer here = server;
        try {
            return here == null ? null : here.getDivision(RaftPeers.GROUP);
        } catch (IOException e) {
            // Not there any more: it is being closed, or was removed.
            return null;
        }
    }

    @Override
    public void close() {
        closeQuietly(server);
        server = null;
    }

    private static void closeQuietly(@Nullable RaftServer server) {
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                System.getLogger(RaftNode.class.getName())
                        .log(System.Logger.Level.WARNING, "Raft did not close in order", e);
            }
        }
    }
}

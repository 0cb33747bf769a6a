package io.carillon.fanout.rpc;

import io.carillon.proto.ownership.v1.ClusterState;
import io.carillon.proto.ownership.v1.OwnershipGrpc;
import io.carillon.proto.ownership.v1.WatchClusterRequest;
import io.carillon.runtime.mesh.MeshChannels;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks the other fanout nodes what they remember of a vote. */
public final class VoteWitness {

    /** Nodes that run answer within a second, also when there is nothing to tell yet. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    private final MeshChannels channels;
    private final Supplier<List<String>> peers;

    /**
     * Makes a witness.
     *
     * @param peers the other nodes, as {@code host:port}, as known now
     */
    public VoteWitness(MeshChannels channels, Supplier<List<String>> peers) {
        this.channels = channels;
        this.peers = peers;
    }

    /** Returns whether any node says that this one has a vote, and has kept it on some disk before; takes two seconds at most. */
    public boolean remembers(String nodeId) throws InterruptedException {
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = peers.get().stream()
                    .map(peer -> asking.submit(() -> remembers(nodeId, peer)))
                    .toList();
            boolean remembered = false;
            for (Future<Boolean> answer : answers) {
                remembered |= answer.get();
            }
            return remembered;
        } catch (ExecutionException e) {
            throw new IllegalStateException("no answer of a node can be read", e);
        }
    }

    private boolean remembers(String nodeId, String peer) {
        ManagedChannel channel = channels.open(peer);
        try {
            Iterator<ClusterState> states = OwnershipGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .watchCluster(WatchClusterRequest.getDefaultInstance());
            ClusterState state = states.next();
            return state.getVotersList().contains(nodeId) && state.containsDisks(nodeId);
        } catch (StatusRuntimeException _) {
            // It does not run, or knows nothing.
            return false;
        } finally {
            channel.shutdownNow();
        }
    }
}

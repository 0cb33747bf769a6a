package io.carillon.fanout.rpc;

import io.carillon.fanout.consensus.OwnershipCodec;
import io.carillon.fanout.ownership.PublishedCluster;
import io.carillon.proto.ownership.v1.ClusterState;
import io.carillon.proto.ownership.v1.OwnershipGrpc;
import io.carillon.proto.ownership.v1.WatchClusterRequest;
import io.carillon.runtime.mesh.MeshChannels;
import io.carillon.runtime.mesh.NodeWatch;
import io.grpc.ManagedChannel;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Follows what was agreed on at one fanout node after the other, for a node that has no vote and so no Raft log of its own.
 * While the node has a vote it rests.
 */
public final class ClusterWatch implements AutoCloseable {

    /** How long one node is listened to before another has its turn: it may be behind, and nothing would show it. */
    private static final Duration TURN = Duration.ofSeconds(30);

    private final NodeWatch<ClusterState> watch;

    /**
     * Makes a watch that has not started.
     *
     * @param peers the other nodes, as {@code host:port}, as known now
     * @param isVoter whether the node has a vote by now
     * @param published is given every newer cluster
     */
    public ClusterWatch(
            MeshChannels channels, Supplier<List<String>> peers, BooleanSupplier isVoter, PublishedCluster published) {
        watch = new NodeWatch<>("state of the cluster", channels, peers, new NodeWatch.Question<>() {
            @Override
            public boolean isOpen() {
                return !isVoter.getAsBoolean();
            }

            @Override
            public BlockingClientCall<?, ClusterState> ask(ManagedChannel peer) {
                return OwnershipGrpc.newBlockingV2Stub(peer)
                        .withDeadlineAfter(TURN.toMillis(), TimeUnit.MILLISECONDS)
                        .watchCluster(WatchClusterRequest.newBuilder()
                                .setFromVersion(published.cluster().version())
                                .build());
            }

            @Override
            public boolean take(ClusterState state, boolean first) {
                published.offer(OwnershipCodec.decode(state));
                return true;
            }
        });
    }

    /** Begins to watch. */
    public void start() {
        watch.start();
    }

    @Override
    public void close() {
        watch.close();
    }
}

package io.carillon.fanout.rpc;

import io.carillon.fanout.consensus.OwnershipCodec;
import io.carillon.fanout.ownership.PublishedCluster;
import io.carillon.proto.ownership.v1.ClusterState;
import io.carillon.proto.ownership.v1.OwnershipGrpc;
import io.carillon.proto.ownership.v1.WatchClusterRequest;
import io.carillon.runtime.mesh.MeshChannels;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows what was agreed on at one fanout node after the other, for a node that has no vote and so no Raft log of its own.
 * On a virtual thread; while the node has a vote it rests.
 */
public final class ClusterWatch implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(ClusterWatch.class.getName());

    /** How long one node is listened to before another has its turn: it may be behind, and nothing would show it. */
    private static final Duration TURN = Duration.ofSeconds(30);

    /** Bounds of the random wait before the next node is asked. */
    private static final long RETRY_MIN_MILLIS = 50;

    private static final long RETRY_MAX_MILLIS = 500;

    private final MeshChannels channels;
    private final Supplier<List<String>> peers;
    private final BooleanSupplier isVoter;
    private final PublishedCluster published;
    private final Thread thread;
    private volatile @Nullable ManagedChannel channel;
    private volatile boolean closed;

    /**
     * Makes a watch that has not started.
     *
     * @param peers the other nodes, as {@code host:port}, as known now
     * @param isVoter whether the node has a vote by now
     * @param published is given every newer cluster
     */
    public ClusterWatch(
            MeshChannels channels, Supplier<List<String>> peers, BooleanSupplier isVoter, PublishedCluster published) {
        this.channels = channels;
        this.peers = peers;
        this.isVoter = isVoter;
        this.published = published;
        thread = Thread.ofVirtual().name("cluster-watch").unstarted(this::run);
    }

    /** Begins to watch. */
    public void start() {
        thread.start();
    }

    private void run() {
        int turn = ThreadLocalRandom.current().nextInt(1 << 16);
        try {
            while (!closed) {
                List<String> known = peers.get();
                if (!isVoter.getAsBoolean() && !known.isEmpty()) {
                    watch(known.get(Math.floorMod(turn++, known.size())));
                }
                TimeUnit.MILLISECONDS.sleep(
                        ThreadLocalRandom.current().nextLong(RETRY_MIN_MILLIS, RETRY_MAX_MILLIS + 1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(String peer) {
        ManagedChannel open = channels.open(peer);
        channel = open;
        try {
            Iterator<ClusterState> states = OwnershipGrpc.newBlockingStub(open)
                    .withDeadlineAfter(TURN)
                    .watchCluster(WatchClusterRequest.newBuilder()
                            .setFromVersion(published.cluster().version())
                            .build());
            while (states.hasNext() && !isVoter.getAsBoolean()) {
                published.offer(OwnershipCodec.decode(states.next()));
            }
        } catch (StatusRuntimeException e) {
            LOGGER.log(Level.DEBUG, "no cluster from {0}, trying on: {1}", peer, Status.fromThrowable(e));
        } finally {
            open.shutdownNow();
        }
    }

    @Override
    public void close() {
        closed = true;
        ManagedChannel open = channel;
        if (open != null) {
            open.shutdownNow();
        }
        thread.interrupt();
    }
}

package io.carillon.fanout.rpc;

import io.carillon.fanout.consensus.OwnershipCodec;
import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.membership.Answer;
import io.carillon.fanout.membership.Desk;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.PublishedCluster;
import io.carillon.proto.ownership.v1.ClusterState;
import io.carillon.proto.ownership.v1.LeaderAnswer;
import io.carillon.proto.ownership.v1.OwnershipGrpc;
import io.carillon.proto.ownership.v1.WatchClusterRequest;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What fanout nodes offer to each other. Each call has a virtual thread, on which it may wait. */
public final class OwnershipService extends OwnershipGrpc.OwnershipImplBase {

    private static final System.Logger LOGGER = System.getLogger(OwnershipService.class.getName());

    private final Desk desk;
    private final PublishedCluster published;
    private final Supplier<Set<String>> voters;
    private final Set<NewestWatch<Cluster>> watches = ConcurrentHashMap.newKeySet();

    /**
     * Makes the service of a node.
     *
     * @param desk takes the reports of others
     * @param published what watchers are told
     * @param voters the ids of those that have a vote, as this node knows them, which watchers are told as well
     */
    public OwnershipService(Desk desk, PublishedCluster published, Supplier<Set<String>> voters) {
        this.desk = desk;
        this.published = published;
        this.voters = voters;
    }

    @Override
    public StreamObserver<io.carillon.proto.ownership.v1.MemberReport> session(StreamObserver<LeaderAnswer> answers) {
        var session = new Session(answers);
        Call.current().onEnd(session::over);
        return session;
    }

    /** The leader's end of a session. Everything but {@link #over} happens on the call's thread. */
    private final class Session implements StreamObserver<io.carillon.proto.ownership.v1.MemberReport> {

        private final StreamObserver<LeaderAnswer> answers;
        private volatile Command.@Nullable Register reporter;

        Session(StreamObserver<LeaderAnswer> answers) {
            this.answers = answers;
        }

        @Override
        public void onNext(io.carillon.proto.ownership.v1.MemberReport message) {
            MemberReport report = ReportCodec.decode(message);
            reporter = report.self();
            Answer answer = desk.take(report);
            try {
                answers.onNext(ReportCodec.encode(answer));
            } catch (RuntimeException e) {
                LOGGER.log(Level.DEBUG, "report not answered", e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            // The end of the call says the same, and says it also where nobody calls here.
        }

        @Override
        public void onCompleted() {
            answers.onCompleted();
        }

        void over() {
            Command.Register last = reporter;
            if (last != null) {
                desk.left(last);
            }
        }
    }

    @Override
    public void watchCluster(WatchClusterRequest request, StreamObserver<ClusterState> watcher) {
        var watch = new NewestWatch<>(Cluster::version);
        var call = (ServerCallStreamObserver<ClusterState>) watcher;
        call.setOnCancelHandler(watch::end);
        watches.add(watch);
        try (var _ = published.watchClusters(watch::offer)) {
            watch.tell(request.getFromVersion(), (_, newest) -> watcher.onNext(state(newest)));
            if (!call.isCancelled()) {
                watcher.onError(Status.UNAVAILABLE.withDescription("draining").asRuntimeException());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "watch of the cluster ended", e);
        } finally {
            watches.remove(watch);
        }
    }

    private ClusterState state(Cluster cluster) {
        return OwnershipCodec.encode(cluster).toBuilder()
                .addAllVoters(voters.get())
                .build();
    }

    /** Lets all watchers go. */
    public void drain() {
        watches.forEach(NewestWatch::end);
    }
}

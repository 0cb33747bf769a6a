package io.carillon.fanout.rpc;

import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.membership.Answer;
import io.carillon.fanout.membership.Sessions;
import io.carillon.proto.ownership.v1.LeaderAnswer;
import io.carillon.proto.ownership.v1.OwnershipGrpc;
import io.carillon.runtime.mesh.MeshChannels;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Sessions over gRPC, each on a connection of its own. */
public final class GrpcSessions implements Sessions {

    private static final System.Logger LOGGER = System.getLogger(GrpcSessions.class.getName());

    private final MeshChannels channels;

    /** Makes sessions on channels that are made so. */
    public GrpcSessions(MeshChannels channels) {
        this.channels = channels;
    }

    @Override
    public Session open(String address, Consumer<Answer> answers, Runnable ended) {
        ManagedChannel channel = channels.open(address);
        var over = new AtomicBoolean();
        StreamObserver<io.carillon.proto.ownership.v1.MemberReport> reports = OwnershipGrpc.newStub(channel)
                .session(new StreamObserver<LeaderAnswer>() {
                    @Override
                    public void onNext(LeaderAnswer answer) {
                        if (!over.get()) {
                            answers.accept(ReportCodec.decode(answer));
                        }
                    }

                    @Override
                    public void onError(Throwable failure) {
                        LOGGER.log(Level.DEBUG, "session ended at {0}: {1}", address, Status.fromThrowable(failure));
                        end();
                    }

                    @Override
                    public void onCompleted() {
                        end();
                    }

                    private void end() {
                        if (over.compareAndSet(false, true)) {
                            channel.shutdownNow();
                            ended.run();
                        }
                    }
                });
        return new Session() {
            @Override
            public void report(MemberReport report) {
                if (!over.get()) {
                    reports.onNext(ReportCodec.encode(report));
                }
            }

            @Override
            public void close() {
                over.set(true);
                channel.shutdownNow();
            }
        };
    }
}

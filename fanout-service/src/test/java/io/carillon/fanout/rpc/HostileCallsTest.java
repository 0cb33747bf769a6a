package io.carillon.fanout.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carillon.proto.fanout.v1.CountSubscribersRequest;
import io.carillon.proto.fanout.v1.CountSubscribersResponse;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Calls of the mesh that nobody makes who means well, at a real listener. After each the next one is served. */
class HostileCallsTest {

    @AutoClose
    private final MeshUnderTest node = new MeshUnderTest(MeshUnderTest.PATIENT);

    private final ManagedChannel channel = MeshUnderTest.CHANNELS.open(node.address());

    @AfterEach
    void servesTheNextOne() {
        channel.shutdownNow();
        ManagedChannel next = MeshUnderTest.CHANNELS.open(node.address());
        try {
            assertThat(count(next, "news").getConnections()).isZero();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("the next call", e);
        } finally {
            next.shutdownNow();
        }
    }

    /** Helidon leaves such a call without an answer, so the client's own patience ends it. */
    @Test
    void aMessageOverTheLimitIsNotTaken() {
        Status status = failure(open -> FanoutGrpc.newBlockingStub(open)
                .withDeadlineAfter(2, TimeUnit.SECONDS)
                .countSubscribers(question("x".repeat(32 << 20))));

        assertThat(status.isOk()).isFalse();
    }

    @Test
    void aMethodThatThereIsNotIsUnimplemented() {
        var unknown = FanoutGrpc.getCountSubscribersMethod().toBuilder()
                .setFullMethodName("carillon.fanout.v1.Fanout/Nothing")
                .build();

        assertThat(failure(open -> call(open, unknown)).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void metadataOfAMegabyteIsRefused() {
        var metadata = new Metadata();
        metadata.put(Metadata.Key.of("x", Metadata.ASCII_STRING_MARSHALLER), "a".repeat(1 << 20));

        Status status = failure(open -> FanoutGrpc.newBlockingStub(open)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .countSubscribers(question("news")));

        assertThat(status.isOk()).isFalse();
    }

    @Test
    void manyConnectionsThatComeAndGoLeaveNothingBehind() {
        List<ManagedChannel> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(MeshUnderTest.CHANNELS.open(node.address()));
        }
        many.forEach(open -> assertThat(count(open, "news")).isNotNull());

        many.forEach(ManagedChannel::shutdownNow);

        assertThat(node.server.linkCalls()).isZero();
    }

    private Status failure(Function<ManagedChannel, Object> work) {
        var failure = catchThrowableOfType(StatusRuntimeException.class, () -> work.apply(channel));
        return failure == null ? Status.OK : failure.getStatus();
    }

    private static CountSubscribersResponse call(
            Channel open, MethodDescriptor<CountSubscribersRequest, CountSubscribersResponse> method) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(open, method, options, question("news"));
    }

    private static CountSubscribersResponse count(Channel open, String name) {
        return FanoutGrpc.newBlockingStub(open)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .countSubscribers(question(name));
    }

    private static CountSubscribersRequest question(String name) {
        return CountSubscribersRequest.newBuilder()
                .setPartition(MeshUnderTest.partitionOf("news"))
                .setChannel(name)
                .build();
    }
}

package io.carillon.runtime.mesh;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** Makes gRPC channels to fanout nodes. */
public final class MeshChannels {

    /** Far above what is under way on one stream, since the server's writer waits long for small windows. */
    private static final int FLOW_CONTROL_WINDOW_BYTES = 8 << 20;

    private static final int MESSAGE_LIMIT_BYTES = 16 << 20;

    private MeshChannels() {}

    /**
     * Returns a channel of its own, so that streams do not wait for each other.
     *
     * @param address {@code host:port}
     */
    public static ManagedChannel open(String address) {
        return NettyChannelBuilder.forTarget("dns:///" + address)
                .usePlaintext()
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .maxInboundMessageSize(MESSAGE_LIMIT_BYTES)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .directExecutor()
                .build();
    }
}

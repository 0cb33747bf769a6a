package io.carillon.runtime.mesh;

import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.runtime.tls.MeshService;
import io.carillon.runtime.tls.ServiceTls;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes gRPC channels to fanout nodes: to nobody who cannot show that it is one, unless the mesh is open. */
public final class MeshChannels {

    /** Far above what is under way on one stream, since the server's writer waits long for small windows. */
    private static final int FLOW_CONTROL_WINDOW_BYTES = 8 << 20;

    private static final int MESSAGE_LIMIT_BYTES = 16 << 20;

    /** Null if the mesh is open. */
    private final @Nullable SslContext ssl;

    /** Makes channels that are secured like this. */
    public MeshChannels(MeshSecurity security) {
        ssl = switch (security) {
            case MeshSecurity.Open() -> null;
            case MeshSecurity.Mutual(var tls) -> client(tls);
        };
    }

    /**
     * Returns a channel of its own, so that streams do not wait for each other.
     *
     * @param address {@code host:port}
     */
    public ManagedChannel open(String address) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + address)
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .maxInboundMessageSize(MESSAGE_LIMIT_BYTES)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .directExecutor();
        return (ssl == null ? builder.usePlaintext() : builder.sslContext(ssl)).build();
    }

    private static SslContext client(ServiceTls tls) {
        // The JDK's own TLS: with it the same managers, and so the same rules, hold on both ends of a connection.
        var builder = SslContextBuilder.forClient()
                .keyManager(tls.keyManager())
                .trustManager(tls.trustManager(Set.of(MeshService.FANOUT)))
                .protocols(ServiceTls.PROTOCOLS);
        try {
            return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS: not to be had (expected: part of every JDK)", e);
        }
    }
}

package io.carillon.fanout.rpc;

import io.carillon.runtime.tls.MeshSecurity;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.grpc.GrpcProtocolSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/** Makes every connection of the mesh listener a {@link MeshConnection} that speaks gRPC over HTTP/2 and nothing else. */
final class MeshSelector implements ServerConnectionSelector {

    /** An edge that attaches tells all its interests in a partition in one message; this is room for 60,000 or so. */
    private static final int MESSAGE_LIMIT_BYTES = 16 << 20;

    /** How long sending waits for an edge that does not read; then its link is cut. */
    private static final Duration SEND_LIMIT = Duration.ofSeconds(15);

    /** Helidon counts every call that the client cancels as an attack, since it does not see what gRPC has sent. */
    private static final int NO_LIMIT = -1;

    private final Http2ConnectionSelector http2 = Http2ConnectionSelector.builder()
            .http2Config(Http2Config.builder()
                    .flowControlTimeout(SEND_LIMIT)
                    .maxRapidResets(NO_LIMIT)
                    .build())
            // Helidon would compress whenever the client can decompress, and gRPC clients always can: a waste next
            // door.
            .addSubProtocolSelector(GrpcProtocolSelector.create(GrpcConfig.builder()
                    .maxReadBufferSize(MESSAGE_LIMIT_BYTES)
                    .enableCompression(false)
                    .build()))
            .build();

    private final MeshSecurity security;

    MeshSelector(MeshSecurity security) {
        this.security = security;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http2.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http2.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http2.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new MeshConnection(context, http2, security);
    }
}

package io.carillon.edge.rpc;

import io.carillon.core.link.ToOwner;
import io.carillon.edge.link.Links;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.fanout.v1.Hello;
import io.carillon.proto.fanout.v1.ToEdge;
import io.carillon.runtime.mesh.MeshChannels;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Links over gRPC, each on a connection of its own.
 *
 * <p>Opened, used and closed by the mesh loop alone; what arrives is handed on by gRPC's threads.
 */
public final class GrpcLinks implements Links, AutoCloseable {

    private static final int PROTOCOL_VERSION = 1;

    private final MeshChannels channels;
    private final String edgeId;
    private final long incarnation;
    private final Map<String, GrpcLink> links = new ConcurrentHashMap<>();

    /**
     * Makes links for an edge.
     *
     * @param channels makes connections
     * @param edgeId stable id of the edge
     * @param incarnation differs with every start
     */
    public GrpcLinks(MeshChannels channels, String edgeId, long incarnation) {
        this.channels = channels;
        this.edgeId = edgeId;
        this.incarnation = incarnation;
    }

    @Override
    public void open(String node, String address, Listener listener) {
        close(node);
        var link = new GrpcLink(channels.open(address), listener);
        links.put(node, link);
        link.begin(edgeId, incarnation);
    }

    @Override
    public void close(String node) {
        GrpcLink link = links.remove(node);
        if (link != null) {
            link.close();
        }
    }

    @Override
    public void send(String node, ToOwner message) {
        GrpcLink link = links.get(node);
        if (link != null) {
            link.send(message);
        }
    }

    @Override
    public void close() {
        links.keySet().forEach(this::close);
    }

    /** One stream and the connection below it. */
    private static final class GrpcLink implements ClientResponseObserver<io.carillon.proto.fanout.v1.ToOwner, ToEdge> {

        private final ManagedChannel channel;
        private final Listener listener;
        private final AtomicBoolean opened = new AtomicBoolean();
        private final AtomicBoolean over = new AtomicBoolean();
        private @Nullable ClientCallStreamObserver<io.carillon.proto.fanout.v1.ToOwner> outbound;

        GrpcLink(ManagedChannel channel, Listener listener) {
            this.channel = channel;
            this.listener = listener;
        }

        void begin(String edgeId, long incarnation) {
            var stream = FanoutGrpc.newStub(channel).link(this);
            stream.onNext(io.carillon.proto.fanout.v1.ToOwner.newBuilder()
                    .setHello(Hello.newBuilder()
                            .setEdgeId(edgeId)
                            .setIncarnation(incarnation)
                            .setProtocolVersion(PROTOCOL_VERSION))
                    .build());
        }

        void send(ToOwner message) {
            var stream = outbound;
            if (stream != null && !over.get()) {
                stream.onNext(LinkCodec.encode(message));
            }
        }

        void close() {
            over.set(true);
            var stream = outbound;
            if (stream != null) {
                stream.cancel("the edge closed the link", null);
            }
            channel.shutdownNow();
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<io.carillon.proto.fanout.v1.ToOwner> stream) {
            outbound = stream;
            // Ready means that the connection stands and the stream is on it.
            stream.setOnReadyHandler(() -> {
                if (!over.get() && opened.compareAndSet(false, true)) {
                    listener.opened();
                }
            });
        }

        @Override
        public void onNext(ToEdge message) {
            if (!over.get()) {
                LinkCodec.decode(message).ifPresent(listener::received);
            }
        }

        @Override
        public void onError(Throwable cause) {
            end(inWords(Status.fromThrowable(cause)));
        }

        @Override
        public void onCompleted() {
            end("the owner ended the link");
        }

        /** Returns code and reasons on one line; where the trouble was met, in gRPC's own code, is nobody's concern. */
        private static String inWords(Status status) {
            var words = new StringBuilder(status.getCode().name());
            if (status.getDescription() != null) {
                words.append(": ").append(status.getDescription());
            }
            for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
                words.append(": ").append(cause.getMessage());
            }
            return words.toString();
        }

        private void end(String cause) {
            if (over.compareAndSet(false, true)) {
                channel.shutdownNow();
                listener.closed(cause);
            }
        }
    }
}

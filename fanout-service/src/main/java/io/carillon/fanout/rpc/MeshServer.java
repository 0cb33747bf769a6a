package io.carillon.fanout.rpc;

import io.carillon.core.time.Ticker;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.ownership.TableSource;
import io.carillon.fanout.revocation.RevocationBook;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.runtime.lifecycle.PortUnavailableException;
import io.carillon.runtime.tls.MeshSecurity;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.config.Config;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.grpc.GrpcRouting;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The mesh listener: {@code Fanout} and gRPC's health service on a port of their own.
 *
 * <p>Started, drained and closed at most once each, in this order.
 */
public final class MeshServer implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(MeshServer.class.getName());

    /** Edges, ingests and probes have a connection or two each; more are not accepted until some are closed. */
    private static final int CONNECTION_LIMIT = 8_192;

    private static final Duration CLOSE_GRACE = Duration.ofMillis(500);

    private final InetSocketAddress address;
    private final MeshSecurity security;
    private final Links links;
    private final FanoutService service;
    private final List<OwnershipService> others;
    private final HealthStatusManager health = new HealthStatusManager();
    private final AtomicBoolean draining = new AtomicBoolean();
    private volatile @Nullable WebServer server;

    /**
     * Makes a server that does not listen yet.
     *
     * @param address where to listen; port 0 for a free one
     * @param security how peers show who they are
     * @param tables what watchers of the table are told
     * @param delivery feeds the links; is started before this and closed after it
     * @param revocations what watchers are told of who is not let in any more
     * @param cutOff whether this node has no contact to the others, so that watchers of the table had better ask elsewhere
     * @param others what else is offered here
     */
    public MeshServer(
            InetSocketAddress address,
            MeshSecurity security,
            TableSource tables,
            Delivery delivery,
            LinkSettings settings,
            RevocationBook revocations,
            Ticker ticker,
            BooleanSupplier cutOff,
            List<OwnershipService> others) {
        this.address = address;
        this.security = security;
        this.others = List.copyOf(others);
        this.links = new Links(delivery, settings, ticker);
        this.service = new FanoutService(tables, cutOff, delivery, links, new RevocationTeller(revocations));
    }

    /**
     * Opens the port.
     *
     * @throws PortUnavailableException if it is taken
     */
    public void start() {
        PortUnavailableException.unlessFree(address, "the mesh", "push.mesh.port");
        var listener = WebServer.builder()
                .bindAddress(address)
                .shutdownHook(false)
                .useNio(false)
                .maxTcpConnections(CONNECTION_LIMIT)
                .shutdownGracePeriod(CLOSE_GRACE)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new MeshSelector(security))
                .addRouting(routing());
        if (security instanceof MeshSecurity.Mutual(var tls)) {
            listener.tls(Tls.builder().sslContext(tls.listener()).build());
        }
        WebServer starting = listener.build().start();
        if (!starting.isRunning()) {
            throw new IllegalStateException("the mesh server did not start on " + address);
        }
        server = starting;
        links.start();
        health.setStatus(FanoutGrpc.SERVICE_NAME, ServingStatus.SERVING);
        LOGGER.log(Level.INFO, "mesh listens on {0}:{1}", address.getHostString(), Integer.toString(port()));
    }

    private GrpcRouting.Builder routing() {
        GrpcRouting.Builder routing =
                GrpcRouting.builder().config(Config.empty()).service(service).service(health.getHealthService());
        others.forEach(routing::service);
        return security instanceof MeshSecurity.Mutual(var tls) ? routing.intercept(new CallerRules(tls)) : routing;
    }

    /** Returns the port that the server listens on, or -1 if it does not. */
    public int port() {
        WebServer running = server;
        return running == null ? -1 : running.port();
    }

    /** Returns how many edges have a link. */
    public int links() {
        return links.count();
    }

    /** Returns the edges that have a link, by id, with the nodes that each of them cannot reach. */
    public Map<String, Set<String>> edges() {
        return links.edges();
    }

    /** Returns how many calls of links there are, with those that have ended but are not over yet. */
    public int linkCalls() {
        return links.calls();
    }

    /** Returns how many watch the table. */
    public int tableWatches() {
        return service.watches();
    }

    /** Says that there is no more service, and lets edges and watchers go. */
    public void drain() {
        if (draining.compareAndSet(false, true)) {
            health.enterTerminalState();
            links.drain();
            service.drain();
            others.forEach(OwnershipService::drain);
        }
    }

    @Override
    public void close() {
        drain();
        links.close();
        WebServer running = server;
        if (running != null) {
            running.stop();
        }
    }
}

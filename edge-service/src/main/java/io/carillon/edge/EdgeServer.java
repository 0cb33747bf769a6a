package io.carillon.edge;

import io.carillon.core.table.PartitionTable;
import io.carillon.core.time.Ticker;
import io.carillon.edge.engine.EdgeEngine;
import io.carillon.edge.history.HistorySettings;
import io.carillon.edge.rest.HistoryRoute;
import io.carillon.edge.rest.StreamDoor;
import io.carillon.edge.rest.TicketRoute;
import io.carillon.edge.rpc.GrpcLinks;
import io.carillon.edge.rpc.OwnerPages;
import io.carillon.edge.sse.SseRoute;
import io.carillon.edge.websocket.WebSocketRoute;
import io.carillon.runtime.auth.AccessMetrics;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Revocations;
import io.carillon.runtime.discovery.Registry;
import io.carillon.runtime.http.PathRoutes;
import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.mesh.MeshChannels;
import io.carillon.runtime.mesh.OwnerCalls;
import io.carillon.runtime.mesh.Owners;
import io.carillon.runtime.mesh.RevocationWatch;
import io.carillon.runtime.mesh.TableWatch;
import io.carillon.runtime.observe.Health;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.observe.Verdict;
import io.carillon.runtime.tls.MeshSecurity;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The edge service, wired: clients on one side, owners on the other.
 *
 * <p>It has no listener of its own, so that it can share one: whoever composes the process puts {@link #routes()} on a
 * public listener. That listener must be started before this part and closed after it, so that clients are sent away in an
 * orderly manner while their connections still stand.
 */
public final class EdgeServer implements Part {

    private final EdgeEngine engine;
    private final GrpcLinks links;
    private final Owners owners;
    private final TableWatch tables;
    private final RevocationWatch revocations;
    private final PathRoutes routes;

    /**
     * Wires an edge.
     *
     * @param security how peers in the mesh show who they are
     * @param registry knows the fanout nodes, which tell the partition table
     * @param health is given this edge's readiness: it has a table, and it is not draining
     */
    public EdgeServer(
            EdgeConfig config,
            MeshSecurity security,
            Registry registry,
            Ticker ticker,
            InstantSource clock,
            Metrics metrics,
            Health health) {
        var figures = new EdgeMetrics(metrics);
        var channels = new MeshChannels(security);
        links = new GrpcLinks(channels, config.nodeId(), clock.millis());
        engine = new EdgeEngine(config.engine(), ticker, links, figures, figures);
        var revoked = Revocations.awaited();
        var authenticator =
                new Authenticator(config.auth(), config.origins(), revoked, clock, new AccessMetrics(metrics));
        var door = new StreamDoor(authenticator, config.proxies(), clock);
        revoked.onAdded(engine::revoke);
        revocations = new RevocationWatch(channels, registry::meshPeers, revoked, ticker, clock);
        revocations.show(metrics, "edge");
        metrics.gauge(
                "push_edge_outlets", "1 for the way in which bytes get to sockets", () -> 1, "kind", kindOfOutlets());
        metrics.counter(
                "push_edge_writes_total", "Writes to adopted sockets; several frames may leave in one", engine::writes);
        metrics.gauge(
                "push_edge_queued_bytes",
                "What waits for all clients, or was asked for in their name",
                engine::queuedBytes);
        for (int i = 0; i < engine.shards(); i++) {
            int shard = i;
            metrics.gauge(
                    "push_edge_shard_queued_bytes",
                    "What waits for the clients of a shard",
                    () -> engine.queuedBytes(shard),
                    "shard",
                    String.valueOf(shard));
            metrics.gauge(
                    "push_edge_replay_rate_bytes",
                    "How many bytes a second a shard may read of the past at present",
                    () -> engine.replayBytesPerSecond(shard),
                    "shard",
                    String.valueOf(shard));
        }
        metrics.gauge("push_edge_places_taken", "Client sockets held, lingering ones included", engine::connections);
        owners = new Owners(channels);
        tables = new TableWatch(channels, registry::meshPeers, this::follow);
        HistorySettings pages = config.history();
        var history = new HistoryRoute(
                new OwnerPages(
                        // Half of the time for one owner leaves the other half for whoever takes its place.
                        new OwnerCalls(
                                owners, pages.patience(), pages.patience().dividedBy(2), ticker),
                        pages.limitBytes()),
                pages,
                door,
                new HistoryMetrics(metrics));
        metrics.gauge(
                "push_edge_history_in_flight_requests", "Pages of the past that are being read", history::inFlight);
        routes = new PathRoutes()
                .route(Method.GET, "/sse/messages", new SseRoute(engine, config.subscribe(), door))
                .route(
                        Method.GET,
                        "/ws/messages",
                        new WebSocketRoute(engine, config.subscribe(), config.origins(), config.frames(), door))
                .route(Method.GET, HistoryRoute.PATH, history)
                .route(
                        Method.POST,
                        "/tickets",
                        new TicketRoute(authenticator, config.subscribe().channelLimit()));
        health.add(
                Health.Kind.READY,
                "edge-table",
                () -> Verdict.of(engine.hasTable(), "no partition table yet; asked " + registry.meshPeers()));
        health.add(
                Health.Kind.READY,
                "edge-owners",
                () -> Verdict.of(engine.wasAttached(), "not every owner has answered yet"));
        if (config.auth().mode() == AuthConfig.Mode.JWT) {
            health.add(
                    Health.Kind.READY,
                    "edge-revocations",
                    () -> Verdict.of(revoked.areKnown(), "no fanout node has told yet who is revoked"));
        }
        health.add(
                Health.Kind.READY,
                "edge-accepting",
                () -> Verdict.of(!engine.isDraining(), "clients are being sent away"));
    }

    private String kindOfOutlets() {
        return engine.isAdopting() ? "adopted" : "parked";
    }

    private void follow(PartitionTable table) {
        owners.follow(table);
        engine.follow(table);
    }

    /** Returns the paths that clients subscribe at. */
    public PathRoutes routes() {
        return routes;
    }

    @Override
    public void start() {
        engine.start();
        tables.start();
        revocations.start();
    }

    @Override
    public void drain(Duration limit) throws InterruptedException {
        engine.drain(limit);
    }

    @Override
    public void close() {
        tables.close();
        revocations.close();
        owners.close();
        links.close();
        try {
            engine.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

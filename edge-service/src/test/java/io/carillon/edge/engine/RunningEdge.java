package io.carillon.edge.engine;

import io.carillon.core.time.Ticker;
import io.carillon.edge.link.LinkTiming;
import io.carillon.edge.rest.StreamDoor;
import io.carillon.edge.rest.TicketRoute;
import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionObserver;
import io.carillon.edge.session.SessionTiming;
import io.carillon.edge.sse.SseRoute;
import io.carillon.edge.subscription.SubscribeSettings;
import io.carillon.edge.websocket.FrameLimits;
import io.carillon.edge.websocket.WebSocketRoute;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.http.PathRoutes;
import io.carillon.runtime.http.PublicListener;
import io.carillon.runtime.http.TrustedProxies;
import io.carillon.testkit.client.Dial;
import io.helidon.http.Method;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/** An engine behind a real listener, fed by a scripted owner. */
final class RunningEdge implements AutoCloseable {

    final ScriptedOwner owner = new ScriptedOwner();
    final EdgeEngine engine;
    private final PublicListener listener;

    RunningEdge(Outlets outlets, SessionTiming timing, SessionLimits limits) {
        this(outlets, timing, limits, (_, _) -> {});
    }

    /** Runs an edge with more routes than its own. */
    RunningEdge(
            Outlets outlets,
            SessionTiming timing,
            SessionLimits limits,
            BiConsumer<EdgeEngine, PathRoutes> furtherRoutes) {
        this(
                outlets,
                new AdmissionLimits(10_000, -1),
                timing,
                limits,
                furtherRoutes,
                Authenticator.open(),
                OriginRule.sameHost());
    }

    /** Runs an edge with room for no more clients than these. */
    RunningEdge(Outlets outlets, AdmissionLimits admission) {
        this(
                outlets,
                admission,
                SessionTiming.DEFAULT,
                SessionLimits.DEFAULT,
                (_, _) -> {},
                Authenticator.open(),
                OriginRule.sameHost());
    }

    /** Runs an edge that asks who its clients are. */
    RunningEdge(Authenticator authenticator, OriginRule origins) {
        this(
                Outlets.AUTO,
                new AdmissionLimits(10_000, -1),
                SessionTiming.DEFAULT,
                SessionLimits.DEFAULT,
                (_, routes) -> routes.route(Method.POST, "/tickets", new TicketRoute(authenticator, 100)),
                authenticator,
                origins);
    }

    private RunningEdge(
            Outlets outlets,
            AdmissionLimits admission,
            SessionTiming timing,
            SessionLimits limits,
            BiConsumer<EdgeEngine, PathRoutes> furtherRoutes,
            Authenticator authenticator,
            OriginRule origins) {
        var settings = new EngineSettings(
                outlets,
                admission,
                2,
                timing,
                limits,
                new QueueLimits(64 << 20, 32 << 20, QueueLimits.UNSENT_BYTES),
                ReplayLimits.DEFAULT,
                LinkTiming.DEFAULT,
                Duration.ofSeconds(1),
                1 << 20);
        engine = new EdgeEngine(settings, Ticker.system(), owner, SessionObserver.NONE, EngineObserver.NONE);
        var door = new StreamDoor(authenticator, TrustedProxies.none(), InstantSource.system());
        var routes = new PathRoutes()
                .route(Method.GET, "/sse/messages", new SseRoute(engine, SubscribeSettings.DEFAULT, door))
                .route(
                        Method.GET,
                        "/ws/messages",
                        new WebSocketRoute(engine, SubscribeSettings.DEFAULT, origins, FrameLimits.DEFAULT, door));
        furtherRoutes.accept(engine, routes);
        listener = PublicListener.builder()
                .host("127.0.0.1")
                .port(0)
                .origins(origins)
                .contribute(routes)
                .build();
        listener.start();
        engine.start();
        engine.follow(owner.table());
    }

    int port() {
        return listener.port();
    }

    Dial sse(String query) {
        return Dial.to(URI.create("http://127.0.0.1:" + listener.port() + "/sse/messages?channels=" + query));
    }

    Dial webSocket(String query) {
        return Dial.to(URI.create("ws://127.0.0.1:" + listener.port() + "/ws/messages?channels=" + query));
    }

    @Override
    public void close() {
        listener.close();
        try {
            engine.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.carillon.edge.websocket;

import io.carillon.core.error.ErrorCode;
import io.carillon.edge.engine.EdgeEngine;
import io.carillon.edge.engine.Farewell;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.subscription.SubscribeQuery;
import io.carillon.edge.subscription.SubscribeSettings;
import io.carillon.runtime.http.OwnedConnection;
import io.carillon.runtime.http.ProblemDocument;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /ws/messages?channels=a,b}: answers the handshake, then gives the connection to the engine.
 *
 * <p>A route like any other rather than an upgrader of Helidon's: those are looked up by the exact letters of
 * {@code Upgrade}, and run before the listener's own checks. What is wrong with the query is told in a frame, as Push does
 * it, since a browser's script sees nothing of a refused handshake.
 */
public final class WebSocketRoute implements Handler {

    private final EdgeEngine engine;
    private final SubscribeSettings settings;
    private final Handshake handshake;
    private final FrameLimits limits;

    /** Makes the route onto an engine. */
    public WebSocketRoute(EdgeEngine engine, SubscribeSettings settings, OriginRule origins, FrameLimits limits) {
        this.engine = engine;
        this.settings = settings;
        this.handshake = new Handshake(origins, List.of());
        this.limits = limits;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws InterruptedException {
        var outcome = handshake.judge(
                request.prologue().method().text(),
                request.prologue().protocolVersion(),
                name -> request.headers().values(HeaderNames.create(name)));
        switch (outcome) {
            case HandshakeOutcome.Refused refused -> {
                refused.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
                new ProblemDocument(refused.code(), refused.reason()).send(response);
            }
            case HandshakeOutcome.Accepted accepted -> {
                OwnedConnection connection = OwnedConnection.current();
                byte[] head = accepted.head();
                connection.send(head, 0, head.length);
                converse(
                        connection,
                        SubscribeQuery.parse(request.query().rawValue(), Optional.empty(), settings.channelLimit()));
            }
        }
    }

    private void converse(OwnedConnection connection, SubscribeQuery.Parsed query) throws InterruptedException {
        WebSocketFraming framing = WebSocketFraming.INSTANCE;
        switch (query) {
            case SubscribeQuery.Parsed.Invalid(ErrorCode code, String detail) ->
                throw connection.detach(
                        new Farewell(List.of(framing.error(code, detail), framing.end(EndReason.REFUSED))));
            case SubscribeQuery.Parsed.Valid wanted -> {
                if (!engine.awaitTable(settings.tablePatience())) {
                    throw connection.detach(Farewell.comeBack(framing, EndReason.NOT_READY));
                }
                throw connection.detach(engine.stream(
                        framing,
                        connection.remoteAddress(),
                        wanted,
                        new ClientProtocol(limits, settings.changesPerSecond())));
            }
        }
    }
}

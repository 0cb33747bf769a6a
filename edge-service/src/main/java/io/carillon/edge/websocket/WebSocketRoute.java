package io.carillon.edge.websocket;

import io.carillon.core.error.ErrorCode;
import io.carillon.edge.engine.EdgeEngine;
import io.carillon.edge.engine.Farewell;
import io.carillon.edge.rest.StreamDoor;
import io.carillon.edge.rest.StreamHead;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Guest;
import io.carillon.edge.subscription.SubscribeQuery;
import io.carillon.edge.subscription.SubscribeSettings;
import io.carillon.runtime.http.OriginRule;
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
    private final StreamDoor door;

    /** Makes the route onto an engine, behind a door. */
    public WebSocketRoute(
            EdgeEngine engine, SubscribeSettings settings, OriginRule origins, FrameLimits limits, StreamDoor door) {
        this.engine = engine;
        this.settings = settings;
        this.handshake = new Handshake(origins, List.of());
        this.limits = limits;
        this.door = door;
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
            case HandshakeOutcome.Accepted accepted -> converse(accepted, request, response);
        }
    }

    private void converse(HandshakeOutcome.Accepted accepted, ServerRequest request, ServerResponse response)
            throws InterruptedException {
        switch (SubscribeQuery.parse(request.query().rawValue(), Optional.empty(), settings.channelLimit())) {
            case SubscribeQuery.Parsed.Invalid(ErrorCode code, String detail) -> {
                begin(accepted, response);
                throw refuse(code, detail, EndReason.REFUSED);
            }
            case SubscribeQuery.Parsed.Valid wanted -> {
                switch (door.admit(request, wanted.channels())) {
                    case StreamDoor.Outcome.TurnedAway away -> {
                        ProblemDocument problem = away.problem();
                        begin(accepted, response);
                        boolean known = problem.code() == ErrorCode.FORBIDDEN;
                        throw refuse(
                                problem.code(),
                                problem.detail(),
                                known ? EndReason.FORBIDDEN : EndReason.UNAUTHENTICATED);
                    }
                    case StreamDoor.Outcome.NotNow() -> {
                        begin(accepted, response);
                        throw OwnedConnection.current()
                                .detach(Farewell.comeBack(WebSocketFraming.INSTANCE, EndReason.NOT_READY));
                    }
                    case StreamDoor.Outcome.Admitted(Guest guest, Optional<String> cookie) -> {
                        cookie.ifPresent(value -> response.header(HeaderNames.SET_COOKIE, value));
                        begin(accepted, response);
                        listen(wanted, door.address(request), guest);
                    }
                }
            }
        }
    }

    private void listen(SubscribeQuery.Parsed.Valid wanted, String address, Guest guest) throws InterruptedException {
        OwnedConnection connection = OwnedConnection.current();
        if (!engine.awaitTable(settings.tablePatience())) {
            throw connection.detach(Farewell.comeBack(WebSocketFraming.INSTANCE, EndReason.NOT_READY));
        }
        throw connection.detach(engine.stream(
                WebSocketFraming.INSTANCE,
                address,
                wanted,
                new ClientProtocol(limits, settings.changesPerSecond(), guest),
                guest));
    }

    private static void begin(HandshakeOutcome.Accepted accepted, ServerResponse response) {
        byte[] head = StreamHead.with(accepted.head(), response.headers());
        OwnedConnection.current().send(head, 0, head.length);
    }

    private static RuntimeException refuse(ErrorCode code, String detail, EndReason reason) {
        WebSocketFraming framing = WebSocketFraming.INSTANCE;
        return OwnedConnection.current()
                .detach(new Farewell(List.of(framing.error(code, detail), framing.end(reason))));
    }
}

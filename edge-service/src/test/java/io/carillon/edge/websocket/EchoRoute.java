package io.carillon.edge.websocket;

import io.carillon.edge.engine.EdgeEngine;
import io.carillon.edge.engine.Inbound;
import io.carillon.edge.session.Guest;
import io.carillon.edge.session.Session;
import io.carillon.edge.subscription.SubscribeQuery;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.http.OwnedConnection;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A WebSocket that says back what it is told: the endpoint that the Autobahn suite asks for.
 *
 * <p>All but the meaning of messages is what clients of the edge get: handshake, frame reader, answers to control frames,
 * sessions, outlets.
 */
public final class EchoRoute implements Handler {

    private final EdgeEngine engine;
    private final FrameLimits limits;
    private final Handshake handshake = new Handshake(OriginRule.sameHost(), List.of());

    /** Makes the route onto an engine. */
    public EchoRoute(EdgeEngine engine, FrameLimits limits) {
        this.engine = engine;
        this.limits = limits;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        var outcome = handshake.judge(
                request.prologue().method().text(),
                request.prologue().protocolVersion(),
                name -> request.headers().values(HeaderNames.create(name)));
        switch (outcome) {
            case HandshakeOutcome.Refused refused ->
                response.status(refused.status()).send(refused.reason());
            case HandshakeOutcome.Accepted accepted -> {
                OwnedConnection connection = OwnedConnection.current();
                byte[] head = accepted.head();
                connection.send(head, 0, head.length);
                throw connection.detach(engine.stream(
                        new SilentFraming(),
                        connection.remoteAddress(),
                        new SubscribeQuery.Parsed.Valid(List.of("echo"), Optional.empty(), false),
                        new Echo(limits),
                        Guest.ANYBODY));
            }
        }
    }

    private static final class Echo implements Inbound {

        private final FrameReader reader;

        Echo(FrameLimits limits) {
            reader = new FrameReader(limits);
        }

        @Override
        public void received(Session session, byte[] bytes, int length, long nowNanos) {
            reader.feed(bytes, 0, length, new Replies(session, nowNanos));
        }
    }

    private static final class Replies extends ProtocolAnswers {

        Replies(Session session, long nowNanos) {
            super(session, nowNanos);
        }

        @Override
        public void text(byte[] buffer, int offset, int length) {
            session.group().reply(session, Frames.text(Arrays.copyOfRange(buffer, offset, offset + length)), nowNanos);
        }

        @Override
        public void binary(byte[] buffer, int offset, int length) {
            session.group()
                    .reply(session, Frames.binary(Arrays.copyOfRange(buffer, offset, offset + length)), nowNanos);
        }
    }
}

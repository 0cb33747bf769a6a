package io.carillon.edge.websocket;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonObject;
import io.carillon.core.publication.Payload;
import io.carillon.edge.engine.Inbound;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Session;
import java.util.Set;

/**
 * What a WebSocket client says: JSON objects with an {@code event}, in text or binary messages, and the protocol's own
 * control frames.
 *
 * <p>{@code pong} shows that the client lives, {@code ping} is answered, any other event is ignored. What is not a JSON
 * object ends the session, with an error before the close.
 */
final class ClientProtocol implements Inbound {

    private static final Set<String> EVENT = Set.of("event");

    private final FrameReader reader;

    ClientProtocol(FrameLimits limits) {
        this.reader = new FrameReader(limits);
    }

    @Override
    public void received(Session session, byte[] bytes, int length, long nowNanos) {
        reader.feed(bytes, 0, length, new Conversation(session, nowNanos));
    }

    /** What the messages of one piece of input mean. */
    private static final class Conversation extends ProtocolAnswers {

        Conversation(Session session, long nowNanos) {
            super(session, nowNanos);
        }

        @Override
        public void text(byte[] buffer, int offset, int length) {
            message(buffer, offset, length, EndReason.MALFORMED);
        }

        @Override
        public void binary(byte[] buffer, int offset, int length) {
            message(buffer, offset, length, EndReason.UNSUPPORTED_DATA);
        }

        private void message(byte[] buffer, int offset, int length, EndReason ifMalformed) {
            switch (JsonObject.scan(buffer, offset, offset + length, EVENT)) {
                case JsonObject.Scanned.Members members -> event(members);
                case JsonObject.Scanned.Unsuitable unsuitable ->
                    fail(ErrorCode.INVALID_MESSAGE, unsuitable.problem(), ifMalformed);
                case JsonObject.Scanned.Malformed malformed ->
                    fail(ErrorCode.MALFORMED_JSON, malformed.problem(), ifMalformed);
            }
        }

        private void event(JsonObject.Scanned.Members members) {
            String event = members.member("event").map(Payload::toString).orElse("");
            switch (event) {
                case "\"pong\"" -> session.group().pong(session);
                case "\"ping\"" -> session.group().ping(session, nowNanos);
                default -> {
                    // Events that nobody here knows are of other clients' making; Push ignores them too.
                }
            }
        }

        private void fail(ErrorCode code, String problem, EndReason reason) {
            session.group().fail(session, code, problem, reason, nowNanos);
        }
    }
}

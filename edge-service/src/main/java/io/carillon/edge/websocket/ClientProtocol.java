package io.carillon.edge.websocket;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonObject;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Payload;
import io.carillon.edge.engine.Inbound;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Guest;
import io.carillon.edge.session.Place;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionGroup;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a WebSocket client says: JSON objects with an {@code event}, in text or binary messages, and the protocol's own
 * control frames.
 *
 * <p>{@code pong} shows that the client lives, {@code ping} is answered; {@code subscribe}, {@code unsubscribe} and
 * {@code ack} are {@linkplain Requests requests}; any other event is ignored. What is not a JSON object ends the session,
 * with an error before the close.
 */
final class ClientProtocol implements Inbound {

    private static final Set<String> MEMBERS = Set.of("event", "data");

    private final FrameReader reader;
    private final ChangeRate changes;
    private final Guest guest;

    /** Makes the protocol of one client, which may ask for so many changes of its subscriptions in a second. */
    ClientProtocol(FrameLimits limits, int changesPerSecond, Guest guest) {
        this.reader = new FrameReader(limits);
        this.changes = new ChangeRate(changesPerSecond);
        this.guest = guest;
    }

    @Override
    public void received(Session session, byte[] bytes, int length, long nowNanos) {
        reader.feed(bytes, 0, length, new Conversation(session, nowNanos));
    }

    /** What the messages of one piece of input mean. */
    private final class Conversation extends ProtocolAnswers {

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
            switch (JsonObject.scan(buffer, offset, offset + length, MEMBERS)) {
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
                case "\"subscribe\"" -> change(Requests.subscribe(members.member("data")));
                case "\"unsubscribe\"" -> change(Requests.unsubscribe(members.member("data")));
                case "\"ack\"" -> obey(Requests.ack(members.member("data")));
                default -> {
                    // Events that nobody here knows are of other clients' making; Push ignores them too.
                }
            }
        }

        private void change(Requests.Request request) {
            if (changes.take(nowNanos)) {
                obey(request);
            } else {
                String problem = "changes of subscriptions (expected: at most " + changes.perSecond() + " in a second)";
                fail(ErrorCode.TOO_MANY_REQUESTS, problem, EndReason.TOO_FAST);
            }
        }

        private void obey(Requests.Request request) {
            SessionGroup group = session.group();
            switch (request) {
                case Requests.Request.Subscribe(List<String> channels, Optional<Place> since) -> {
                    Optional<String> forbidden = guest.principal().rights().firstUnheard(channels);
                    if (forbidden.isPresent()) {
                        String problem = "subscribe: the token does not allow " + forbidden.get();
                        group.refuse(session, ErrorCode.FORBIDDEN, problem, nowNanos);
                    } else {
                        group.subscribe(session, channels, since.orElse(null), nowNanos);
                    }
                }
                case Requests.Request.Unsubscribe(List<String> channels) ->
                    group.unsubscribe(session, channels, nowNanos);
                case Requests.Request.Ack(Cursor id) -> group.acknowledged(session, id, nowNanos);
                case Requests.Request.Invalid(ErrorCode code, String problem) ->
                    group.refuse(session, code, problem, nowNanos);
            }
        }

        private void fail(ErrorCode code, String problem, EndReason reason) {
            session.group().fail(session, code, problem, reason, nowNanos);
        }
    }
}

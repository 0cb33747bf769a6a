package io.carillon.edge.websocket;

import io.carillon.core.error.ErrorCode;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Gap;
import java.util.List;

/** Says nothing of its own accord but the close, so that a peer hears echoes and nothing else. */
final class SilentFraming implements Framing {

    private static final byte[] NOTHING = {};

    @Override
    public Kind kind() {
        return Kind.WEBSOCKET;
    }

    @Override
    public Parts parts(byte[] id, Event event) {
        return new Parts(NOTHING, NOTHING);
    }

    @Override
    public byte[] message(byte[] id, Event event) {
        return NOTHING;
    }

    @Override
    public byte[] subscribed(byte[] id, List<String> channels) {
        return NOTHING;
    }

    @Override
    public byte[] unsubscribed(byte[] id, List<String> channels) {
        return NOTHING;
    }

    @Override
    public byte[] heartbeat(byte[] id) {
        return NOTHING;
    }

    @Override
    public byte[] reconnect(byte[] id, EndReason reason) {
        return NOTHING;
    }

    @Override
    public byte[] gap(byte[] id, Gap gap) {
        return NOTHING;
    }

    @Override
    public byte[] pong() {
        return NOTHING;
    }

    @Override
    public byte[] error(ErrorCode code, String text) {
        return NOTHING;
    }

    @Override
    public byte[] end(EndReason reason) {
        return WebSocketFraming.INSTANCE.end(reason);
    }
}

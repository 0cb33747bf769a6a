package io.carillon.edge.websocket;

import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Session;

/**
 * The protocol's own half of a conversation, on behalf of one session: answers pings, and ends the session at a close or
 * at a broken rule. What messages mean is left to others.
 *
 * <p>Made for each piece of input; used on the session's thread.
 */
abstract class ProtocolAnswers implements FrameHandler {

    protected final Session session;
    protected final long nowNanos;

    ProtocolAnswers(Session session, long nowNanos) {
        this.session = session;
        this.nowNanos = nowNanos;
    }

    @Override
    public final void ping(byte[] buffer, int offset, int length) {
        session.group().reply(session, Frames.pong(buffer, offset, length), nowNanos);
    }

    @Override
    public final void pong(byte[] buffer, int offset, int length) {
        // Pings of the protocol are never sent, so this answers nothing; RFC 6455, section 5.5.3, allows it.
    }

    @Override
    public final void close(int code, String reason) {
        session.group().end(session, EndReason.CLIENT, Frames.closeReply(code, reason), nowNanos);
    }

    @Override
    public final void failed(CloseCode code, String reason) {
        session.group().end(session, EndReason.PROTOCOL, Frames.close(code, reason), nowNanos);
    }
}

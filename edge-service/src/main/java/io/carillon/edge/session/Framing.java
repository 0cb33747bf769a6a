package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;

/**
 * How a transport writes events as bytes. Every method returns a complete frame that may be shared by connections.
 *
 * <p>An {@code id} is a cursor's text in ASCII. Names and shapes of events are those of {@code docs/protocol.md}.
 */
public interface Framing {

    /** Which framing this is; frames are cached by it. */
    enum Kind {
        SSE,
        WEBSOCKET
    }

    Kind kind();

    /** Returns the frame of a publication. */
    byte[] message(byte[] id, Event event);

    /** Returns the frame that says that the server lives: {@code heartbeat} on SSE, {@code ping} on WebSocket. */
    byte[] heartbeat(byte[] id);

    /** Returns the frame that asks the client to connect anew. */
    byte[] reconnect(byte[] id, EndReason reason);

    /** Returns the frame that tells of a gap. */
    byte[] gap(byte[] id, Gap gap);

    /** Returns the answer to a client's {@code ping} event; empty where clients cannot send any. */
    byte[] pong();

    /** Returns the frame that tells of an error; empty where there is none such. */
    byte[] error(ErrorCode code, String text);

    /** Returns the last bytes of the stream. */
    byte[] end(EndReason reason);
}

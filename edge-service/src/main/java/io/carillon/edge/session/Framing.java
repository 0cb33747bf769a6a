package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;
import java.util.Arrays;
import java.util.List;

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

    /**
     * The two parts of a publication's frame that are not the event's own data, which goes between them.
     *
     * @param before what comes before {@link Event#data}
     * @param behind what comes behind it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Parts(byte[] before, byte[] behind) {}

    Kind kind();

    /** Returns the parts of a publication's frame around its data. */
    Parts parts(byte[] id, Event event);

    /** Returns the frame of a publication. */
    default byte[] message(byte[] id, Event event) {
        Parts parts = parts(id, event);
        byte[] data = event.data();
        byte[] frame = Arrays.copyOf(parts.before, parts.before.length + data.length + parts.behind.length);
        System.arraycopy(data, 0, frame, parts.before.length, data.length);
        System.arraycopy(parts.behind, 0, frame, parts.before.length + data.length, parts.behind.length);
        return frame;
    }

    /** Returns the frame that says that the server lives: {@code heartbeat} on SSE, {@code ping} on WebSocket. */
    byte[] heartbeat(byte[] id);

    /** Returns the frame that asks the client to connect anew. */
    byte[] reconnect(byte[] id, EndReason reason);

    /** Returns the frame that tells of a gap. */
    byte[] gap(byte[] id, Gap gap);

    /** Returns the frame that confirms channels; empty where clients cannot ask for any. */
    byte[] subscribed(byte[] id, List<String> channels);

    /** Returns the frame that confirms that channels were left; empty where clients cannot ask for it. */
    byte[] unsubscribed(byte[] id, List<String> channels);

    /** Returns the answer to a client's {@code ping} event; empty where clients cannot send any. */
    byte[] pong();

    /** Returns the frame that tells of an error; empty where there is none such. */
    byte[] error(ErrorCode code, String text);

    /** Returns the last bytes of the stream. */
    byte[] end(EndReason reason);
}

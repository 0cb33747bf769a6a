package io.carillon.edge.sse;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonString;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Gap;
import java.nio.charset.StandardCharsets;

/**
 * Writes events as Server-Sent Events (WHATWG HTML, section 9.2), each in one chunk of HTTP/1.1 (RFC 9112, section 7.1).
 *
 * <p>The {@code id} line comes first, so that the bytes behind it are those of Push and the same for all receivers. There
 * is no space behind a colon, and data never hold a line break, since JSON has none outside its strings and escapes them
 * inside.
 */
public final class SseFraming implements Framing {

    /** The only instance that is needed. */
    public static final SseFraming INSTANCE = new SseFraming();

    private static final byte[] NOTHING = {};
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] ID = ascii("id:");
    private static final byte[] HEARTBEAT = ascii("\nevent:heartbeat\ndata:{}\n\n");
    private static final byte[] MESSAGE = ascii("\nevent:message\ndata:");
    private static final byte[] END_OF_EVENT = ascii("\n\n");

    private SseFraming() {}

    @Override
    public Kind kind() {
        return Kind.SSE;
    }

    @Override
    public byte[] message(byte[] id, Event event) {
        return chunk(ID, id, MESSAGE, event.data(), END_OF_EVENT);
    }

    @Override
    public byte[] heartbeat(byte[] id) {
        return chunk(ID, id, HEARTBEAT);
    }

    @Override
    public byte[] reconnect(byte[] id, EndReason reason) {
        byte[] event = ascii("event:reconnect\ndata:{\"reason\":\"" + reason.text() + "\"}\n\n");
        return id.length == 0 ? chunk(event) : chunk(ID, id, ascii("\n"), event);
    }

    @Override
    public byte[] gap(byte[] id, Gap gap) {
        String data = "\nevent:gap\ndata:{\"channel\":" + JsonString.quote(gap.channel()) + ",\"from\":"
                + JsonString.quote(gap.from()) + ",\"to\":" + JsonString.quote(gap.to()) + ",\"reason\":\""
                + gap.reason().text() + "\"}\n\n";
        return chunk(ID, id, data.getBytes(StandardCharsets.UTF_8));
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
        return LAST_CHUNK;
    }

    /**
     * Returns the first chunk of a stream, which tells the client how long to wait before it comes back.
     *
     * @param millis the wait in milliseconds, from 0
     */
    public static byte[] retry(long millis) {
        return chunk(ascii("retry:" + millis + "\n\n"));
    }

    private static byte[] chunk(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] size = ascii(Integer.toHexString(length) + "\r\n");
        byte[] chunk = new byte[size.length + length + 2];
        System.arraycopy(size, 0, chunk, 0, size.length);
        int at = size.length;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, chunk, at, part.length);
            at += part.length;
        }
        chunk[at] = '\r';
        chunk[at + 1] = '\n';
        return chunk;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

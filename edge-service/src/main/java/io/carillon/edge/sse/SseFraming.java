package io.carillon.edge.sse;

import io.carillon.core.error.ErrorCode;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Gap;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
    private static final byte[] END_OF_CHUNK = ascii("\r\n");
    private static final byte[] END_OF_LAST_LINE = ascii("\n\n\r\n");

    private SseFraming() {}

    @Override
    public Kind kind() {
        return Kind.SSE;
    }

    @Override
    public Parts parts(byte[] id, Event event) {
        int length = ID.length + id.length + MESSAGE.length + event.data().length + END_OF_EVENT.length;
        return new Parts(joined(sizeLine(length), ID, id, MESSAGE), END_OF_LAST_LINE);
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
        String data = "\nevent:gap\ndata:" + gap.json() + "\n\n";
        return chunk(ID, id, data.getBytes(StandardCharsets.UTF_8));
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
        byte[] content = joined(parts);
        return joined(sizeLine(content.length), content, END_OF_CHUNK);
    }

    private static byte[] sizeLine(int length) {
        return ascii(Integer.toHexString(length) + "\r\n");
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

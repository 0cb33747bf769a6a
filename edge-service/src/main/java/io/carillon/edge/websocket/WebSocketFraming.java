package io.carillon.edge.websocket;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonString;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Gap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes events as JSON objects in WebSocket text frames: {@code {"event":…,"data":…,"id":…}}, in this order, since those
 * are Push's bytes with the id behind them.
 */
public final class WebSocketFraming implements Framing {

    /** The only instance that is needed. */
    public static final WebSocketFraming INSTANCE = new WebSocketFraming();

    private static final byte[] MESSAGE = ascii("{\"event\":\"message\",\"data\":");
    private static final byte[] ID = ascii(",\"id\":\"");
    private static final byte[] END = ascii("\"}");
    private static final byte[] PING = ascii("{\"event\":\"ping\",\"data\":{},\"id\":\"");
    private static final byte[] PONG_FRAME = Frames.text(ascii("{\"event\":\"pong\",\"data\":{}}"));

    private WebSocketFraming() {}

    @Override
    public Kind kind() {
        return Kind.WEBSOCKET;
    }

    @Override
    public Parts parts(byte[] id, Event event) {
        int behind = ID.length + id.length + END.length;
        return new Parts(
                Frames.textBefore(event.data().length + behind, MESSAGE),
                ByteBuffer.allocate(behind).put(ID).put(id).put(END).array());
    }

    @Override
    public byte[] heartbeat(byte[] id) {
        return Frames.text(PING, id, END);
    }

    @Override
    public byte[] reconnect(byte[] id, EndReason reason) {
        byte[] data = ascii("{\"event\":\"reconnect\",\"data\":{\"reason\":\"" + reason.text() + "\"}");
        return id.length == 0 ? Frames.text(data, ascii("}")) : Frames.text(data, ID, id, END);
    }

    @Override
    public byte[] gap(byte[] id, Gap gap) {
        String data = "{\"event\":\"gap\",\"data\":" + gap.json();
        return Frames.text(data.getBytes(StandardCharsets.UTF_8), ID, id, END);
    }

    @Override
    public byte[] subscribed(byte[] id, List<String> channels) {
        return changed("subscribed", id, channels);
    }

    @Override
    public byte[] unsubscribed(byte[] id, List<String> channels) {
        return changed("unsubscribed", id, channels);
    }

    private static byte[] changed(String event, byte[] id, List<String> channels) {
        String names = channels.stream().map(JsonString::quote).collect(Collectors.joining(","));
        String data = "{\"event\":\"" + event + "\",\"data\":{\"channels\":[" + names + "]}";
        return Frames.text(data.getBytes(StandardCharsets.UTF_8), ID, id, END);
    }

    @Override
    public byte[] pong() {
        return PONG_FRAME;
    }

    @Override
    public byte[] error(ErrorCode code, String text) {
        String data = "{\"error\":" + JsonString.quote(text) + ",\"code\":\"" + code.slug() + "\"}";
        return Frames.text(data.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] end(EndReason reason) {
        return Frames.closeReply(reason.closeCode(), reason.closeReason());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

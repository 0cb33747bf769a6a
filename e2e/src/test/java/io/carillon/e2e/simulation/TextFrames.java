package io.carillon.e2e.simulation;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonString;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Gap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes events as unmasked WebSocket text frames, small ones only. */
final class TextFrames implements Framing {

    static final TextFrames INSTANCE = new TextFrames();

    private TextFrames() {}

    @Override
    public Kind kind() {
        return Kind.WEBSOCKET;
    }

    @Override
    public Parts parts(byte[] id, Event event) {
        byte[] beginning = "{\"event\":\"message\",\"data\":".getBytes(StandardCharsets.UTF_8);
        byte[] behind = (",\"id\":\"" + EventReader.utf8(id) + "\"}").getBytes(StandardCharsets.UTF_8);
        var before = header(0x81, beginning.length + event.data().length + behind.length);
        before.writeBytes(beginning);
        return new Parts(before.toByteArray(), behind);
    }

    @Override
    public byte[] subscribed(byte[] id, List<String> channels) {
        return event("subscribed", channels(channels), id);
    }

    @Override
    public byte[] unsubscribed(byte[] id, List<String> channels) {
        return event("unsubscribed", channels(channels), id);
    }

    @Override
    public byte[] heartbeat(byte[] id) {
        return event("ping", "{}", id);
    }

    @Override
    public byte[] reconnect(byte[] id, EndReason reason) {
        return event("reconnect", "{\"reason\":\"" + reason.text() + "\"}", id);
    }

    @Override
    public byte[] gap(byte[] id, Gap gap) {
        String data = "{\"channel\":" + JsonString.quote(gap.channel()) + ",\"from\":" + JsonString.quote(gap.from())
                + ",\"to\":" + JsonString.quote(gap.to()) + ",\"reason\":\""
                + gap.reason().text() + "\"}";
        return event("gap", data, id);
    }

    @Override
    public byte[] pong() {
        return text("{\"event\":\"pong\",\"data\":{}}");
    }

    @Override
    public byte[] error(ErrorCode code, String text) {
        return text("{\"error\":" + JsonString.quote(text) + ",\"code\":\"" + code.slug() + "\"}");
    }

    @Override
    public byte[] end(EndReason reason) {
        byte[] code = {(byte) (reason.closeCode() >> 8), (byte) reason.closeCode()};
        return frame(0x88, code);
    }

    private static byte[] event(String name, String data, byte[] id) {
        return text("{\"event\":\"" + name + "\",\"data\":" + data + ",\"id\":\"" + EventReader.utf8(id) + "\"}");
    }

    private static byte[] text(String json) {
        return frame(0x81, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String channels(List<String> channels) {
        return channels.stream().map(JsonString::quote).collect(Collectors.joining(",", "{\"channels\":[", "]}"));
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = header(first, payload.length);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static ByteArrayOutputStream header(int first, int length) {
        var frame = new ByteArrayOutputStream(length + 4);
        frame.write(first);
        if (length < 126) {
            frame.write(length);
        } else {
            frame.write(126);
            frame.write(length >> 8);
            frame.write(length);
        }
        return frame;
    }
}

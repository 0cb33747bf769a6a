package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes each event as a few words and a semicolon, so that tests can be read. */
record PlainFraming(Kind kind) implements Framing {

    @Override
    public byte[] message(byte[] id, Event event) {
        return frame("message " + event.channel() + event.offset() + at(id));
    }

    @Override
    public Parts parts(byte[] id, Event event) {
        return new Parts(message(id, event), new byte[0]);
    }

    @Override
    public byte[] subscribed(byte[] id, List<String> channels) {
        return frame("subscribed " + channels + at(id));
    }

    @Override
    public byte[] unsubscribed(byte[] id, List<String> channels) {
        return frame("unsubscribed " + channels + at(id));
    }

    @Override
    public byte[] heartbeat(byte[] id) {
        return frame("heartbeat" + at(id));
    }

    @Override
    public byte[] reconnect(byte[] id, EndReason reason) {
        return frame("reconnect " + reason.text() + at(id));
    }

    @Override
    public byte[] gap(byte[] id, Gap gap) {
        return frame("gap " + gap.reason().text() + " " + gap.channel() + " " + place(gap.from()) + " to "
                + place(gap.to()) + at(id));
    }

    @Override
    public byte[] pong() {
        return frame("pong");
    }

    @Override
    public byte[] error(ErrorCode code, String text) {
        return frame("error " + text);
    }

    @Override
    public byte[] end(EndReason reason) {
        return frame("end " + reason.closeCode());
    }

    private static String at(byte[] id) {
        return " @" + place(new String(id, StandardCharsets.US_ASCII));
    }

    /** Leaves out version, generation and time, which tests of sessions do not turn on. */
    private static String place(String cursor) {
        String[] parts = cursor.split("\\.", 4);
        return parts.length == 4 ? parts[3] : "";
    }

    private static byte[] frame(String words) {
        return (words + ";").getBytes(StandardCharsets.US_ASCII);
    }
}

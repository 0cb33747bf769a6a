package io.carillon.e2e.simulation;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads unmasked WebSocket frames: one text frame for each event, and the close frame. */
final class WebSocketReader extends StreamReader {

    WebSocketReader(Consumer<Heard> heard) {
        super(heard);
    }

    @Override
    @Nullable Frame firstFrame(byte[] bytes, int from) {
        if (bytes.length < from + 4) {
            return null;
        }
        int shortLength = bytes[from + 1] & 0xff;
        int start = shortLength == 126 ? from + 4 : from + 2;
        int length = shortLength == 126 ? (bytes[from + 2] & 0xff) << 8 | (bytes[from + 3] & 0xff) : shortLength;
        if (bytes.length < start + length) {
            return null;
        }
        byte[] payload = Arrays.copyOfRange(bytes, start, start + length);
        Heard heard = switch (bytes[from] & 0xff) {
            case 0x81 -> event(payload);
            case 0x88 -> new Heard.End((payload[0] & 0xff) << 8 | (payload[1] & 0xff));
            default -> throw new Violation("frame: " + (bytes[from] & 0xff) + " (expected: text or close)");
        };
        return new Frame(heard, start + length);
    }

    private static Heard event(byte[] json) {
        if (EventReader.utf8(json).startsWith("{\"error\":")) {
            return new Heard.Refused(EventReader.text(json, "code"));
        }
        String name = EventReader.text(json, "event");
        if (name.equals("pong")) {
            return new Heard.Pong();
        }
        byte[] data = EventReader.member(json, "data").bytes();
        return EventReader.read(name, EventReader.text(json, "id"), data);
    }
}

package io.carillon.e2e.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads Server-Sent Events, each in a chunk of its own. */
final class SseReader extends StreamReader {

    SseReader(Consumer<Heard> heard) {
        super(heard);
    }

    @Override
    @Nullable Frame firstFrame(byte[] bytes, int from) {
        int lineEnd = from;
        while (lineEnd < bytes.length && bytes[lineEnd] != '\n') {
            lineEnd++;
        }
        if (lineEnd >= bytes.length) {
            return null;
        }
        expect(bytes, lineEnd - 1, "\r\n");
        int size = Integer.parseInt(new String(bytes, from, lineEnd - 1 - from, StandardCharsets.US_ASCII), 16);
        int start = lineEnd + 1;
        if (bytes.length < start + size + 2) {
            return null;
        }
        expect(bytes, start + size, "\r\n");
        Heard heard = size == 0 ? new Heard.End(0) : event(Arrays.copyOfRange(bytes, start, start + size));
        return new Frame(heard, start + size + 2);
    }

    private static Heard event(byte[] chunk) {
        String text = EventReader.utf8(chunk);
        if (!text.endsWith("\n\n")) {
            throw new Violation("chunk: " + text + " (expected: one whole event)");
        }
        String name = "";
        String id = "";
        String data = "";
        for (String line : text.substring(0, text.length() - 2).split("\n", -1)) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data = value;
                case "retry" -> {
                    return new Heard.Retry(Long.parseLong(value));
                }
                default -> throw new Violation("line: " + line + " (expected: a field of an event)");
            }
        }
        return EventReader.read(name, id, data.getBytes(StandardCharsets.UTF_8));
    }
}

package io.carillon.testkit.client;

import io.carillon.core.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses an event stream as the HTML standard says, from bytes cut anywhere. Used by one thread.
 *
 * <p>An event block without data dispatches nothing, there as here; only its {@code retry} is kept for the next event.
 */
final class SseParser {

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final Consumer<SseEvent> events;
    private final Ticker ticker;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> data = new ArrayList<>();
    private @Nullable String id;
    private String event = "";
    private OptionalLong retry = OptionalLong.empty();
    private boolean first = true;

    /** Whether the last byte was a carriage return: a line feed behind it belongs to the same line end. */
    private boolean afterReturn;

    SseParser(Consumer<SseEvent> events, Ticker ticker) {
        this.events = events;
        this.ticker = ticker;
    }

    void feed(byte[] bytes) {
        for (byte next : bytes) {
            if (next == '\n' && afterReturn) {
                afterReturn = false;
                raw.write(next);
                continue;
            }
            raw.write(next);
            afterReturn = next == '\r';
            if (next == '\r' || next == '\n') {
                takeLine();
            } else {
                line.write(next);
            }
        }
    }

    private void takeLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (first && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(BYTE_ORDER_MARK.length());
        }
        first = false;
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            takeField(text, "");
        } else if (colon > 0) {
            String value = text.substring(colon + 1);
            takeField(text.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void takeField(String name, String value) {
        switch (name) {
            case "data" -> data.add(value);
            case "event" -> event = value;
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry = value.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(value)) : retry;
            default -> {
                // The standard ignores fields it does not know.
            }
        }
    }

    private void dispatch() {
        if (!data.isEmpty()) {
            String name = event.isEmpty() ? "message" : event;
            var whole =
                    new SseEvent(id, name, String.join("\n", data), retry, Bytes.of(raw.toByteArray()), ticker.nanos());
            raw.reset();
            retry = OptionalLong.empty();
            events.accept(whole);
        }
        data.clear();
        event = "";
        id = null;
    }
}

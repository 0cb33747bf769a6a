package io.carillon.e2e.system;

import io.carillon.core.position.Cursor;
import io.carillon.testkit.client.SseEvent;
import io.carillon.testkit.client.WsFrame;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event that a client heard, taken from bytes of exactly the promised shape.
 *
 * @param event its name
 * @param data its data, JSON
 * @param id the text of its cursor; empty where the client is turned away without having been served
 * @param atNanos when it arrived, by the machine's monotonic clock
 */
public record Heard(String event, String data, String id, long atNanos) {

    private static final Pattern SSE = Pattern.compile(
            "(?:retry:[0-9]+\n\n)?(?:id:(?<id>[^\n]+)\n)?event:(?<event>[a-z]+)\ndata:(?<data>[^\n]*)\n\n");

    private static final Pattern WEBSOCKET = Pattern.compile(
            "\\{\"event\":\"(?<event>[a-z]+)\",\"data\":(?<data>.*?)(?:,\"id\":\"(?<id>[^\"]+)\")?}", Pattern.DOTALL);

    static Heard of(SseEvent event) {
        return of(SSE, event.raw().utf8(), event.atNanos());
    }

    static Heard of(WsFrame frame) {
        return of(WEBSOCKET, frame.payload().utf8(), frame.atNanos());
    }

    private static Heard of(Pattern shape, String text, long atNanos) {
        Matcher matcher = shape.matcher(text);
        if (!matcher.matches()) {
            throw new AssertionError("event: " + text + " (expected: " + shape + ")");
        }
        String id = matcher.group("id");
        if (id == null && !matcher.group("event").equals("reconnect")) {
            throw new AssertionError("event: " + text + " (expected: an id, which only a reconnect may lack)");
        }
        return new Heard(matcher.group("event"), matcher.group("data"), id == null ? "" : id, atNanos);
    }

    /** Returns whether it is what either transport sends to show that it lives. */
    public boolean isHeartbeat() {
        return event.equals("heartbeat") || event.equals("ping");
    }

    /** Returns the cursor. */
    public Cursor cursor() {
        return Cursor.parse(id).orElseThrow(() -> new AssertionError("id: " + id + " (expected: a cursor)"));
    }
}

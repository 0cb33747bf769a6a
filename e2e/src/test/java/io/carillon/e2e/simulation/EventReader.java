package io.carillon.e2e.simulation;

import io.carillon.core.json.JsonObject;
import io.carillon.core.json.JsonString;
import io.carillon.core.json.JsonStrings;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Turns an event's name, id and data into what was heard, and refuses everything that the protocol does not have. */
final class EventReader {

    private EventReader() {}

    static Heard read(String name, String id, byte[] data) {
        if (name.equals("reconnect") && id.isEmpty()) {
            return new Heard.TurnedAway(text(data, "reason"));
        }
        Cursor cursor = cursor(id);
        return switch (name) {
            case "heartbeat", "ping" -> new Heard.Heartbeat(cursor);
            case "message" -> new Heard.Message(cursor, text(data, "channel"), raw(data, "message"));
            case "gap" ->
                new Heard.Gap(
                        cursor,
                        text(data, "channel"),
                        cursor(text(data, "from")),
                        cursor(text(data, "to")),
                        text(data, "reason"));
            case "subscribed" -> new Heard.Subscribed(cursor, texts(data));
            case "unsubscribed" -> new Heard.Unsubscribed(cursor, texts(data));
            case "reconnect" -> new Heard.Reconnect(cursor, text(data, "reason"));
            default -> throw new Violation("event: " + name + " (expected: one of the protocol)");
        };
    }

    static String text(byte[] object, String member) {
        byte[] value = member(object, member).bytes();
        return JsonString.decode(value, 0, value.length)
                .orElseThrow(() -> new Violation(member + ": not a string in " + utf8(object)));
    }

    private static List<String> texts(byte[] data) {
        return JsonStrings.decode(member(data, "channels").bytes())
                .orElseThrow(() -> new Violation("channels: not an array of strings in " + utf8(data)));
    }

    static String raw(byte[] object, String member) {
        return utf8(member(object, member).bytes());
    }

    static Payload member(byte[] object, String member) {
        if (JsonObject.scan(object, Set.of(member)) instanceof JsonObject.Scanned.Members members) {
            return members.member(member).orElseThrow(() -> new Violation(member + ": missing in " + utf8(object)));
        }
        throw new Violation("not a JSON object: " + utf8(object));
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Cursor cursor(String text) {
        return Cursor.parse(text).orElseThrow(() -> new Violation("not a cursor: " + text));
    }
}

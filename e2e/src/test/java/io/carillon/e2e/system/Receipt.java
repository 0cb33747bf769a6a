package io.carillon.e2e.system;

import io.carillon.core.position.Cursor;
import io.carillon.testkit.client.HttpReply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a publisher was told of an accepted publication, taken from exactly the promised bytes.
 *
 * @param subscribers how many connections are subscribed, or {@link #UNKNOWN}
 * @param id the text of the cursor that names the publication
 */
public record Receipt(int subscribers, String id) {

    /** The number where none was to be had in time, as while an owner changes. */
    public static final int UNKNOWN = -1;

    private static final Pattern SHAPE = Pattern.compile("\\{\"subscribers\":([0-9]+|null),\"id\":\"([^\"]+)\"}");

    static Receipt of(HttpReply reply) {
        Matcher matcher = SHAPE.matcher(reply.text());
        if (reply.status() != 202 || !reply.header("Content-Type").equals("application/json") || !matcher.matches()) {
            throw new AssertionError("answer: " + reply + " (expected: 202 with " + SHAPE + ")");
        }
        String subscribers = matcher.group(1);
        return new Receipt(subscribers.equals("null") ? UNKNOWN : Integer.parseInt(subscribers), matcher.group(2));
    }

    /** Returns where in the log the publication is. */
    public Cursor.Position position() {
        Cursor cursor = Cursor.parse(id).orElseThrow(() -> new AssertionError("id: " + id + " (expected: a cursor)"));
        if (cursor.positions().size() != 1) {
            throw new AssertionError("id: " + id + " (expected: one position)");
        }
        return cursor.positions().getFirst();
    }
}

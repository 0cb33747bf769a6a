package io.carillon.edge.session;

import io.carillon.core.json.JsonString;
import io.carillon.core.publication.Publication;
import java.nio.charset.StandardCharsets;

/**
 * A publication on its way to clients, with the part of its encoding that is the same for all of them.
 *
 * <p>Made once on each edge, then shared by all shards, transports and connections.
 */
public final class Event {

    private static final byte[] BEFORE_CHANNEL = "{\"channel\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_MESSAGE = ",\"message\":".getBytes(StandardCharsets.US_ASCII);

    private final Publication publication;
    private final byte[] data;

    private Event(Publication publication, byte[] data) {
        this.publication = publication;
        this.data = data;
    }

    /** Encodes a publication's {@code data}: {@code {"channel":"c","message":…}}. */
    public static Event of(Publication publication) {
        byte[] channel = JsonString.quote(publication.channel().getBytes(StandardCharsets.UTF_8));
        byte[] value = publication.value().bytes();
        byte[] data = new byte[BEFORE_CHANNEL.length + channel.length + BEFORE_MESSAGE.length + value.length + 1];
        int at = append(data, 0, BEFORE_CHANNEL);
        at = append(data, at, channel);
        at = append(data, at, BEFORE_MESSAGE);
        at = append(data, at, value);
        data[at] = '}';
        return new Event(publication, data);
    }

    public String channel() {
        return publication.channel();
    }

    public int partition() {
        return publication.partition();
    }

    public long offset() {
        return publication.offset();
    }

    public long timeMillis() {
        return publication.timeMillis();
    }

    /** Returns what the event counts for where memory or credit is bounded, in bytes. */
    public int weight() {
        return publication.weight();
    }

    /** Returns the shared bytes of the event's data, which must not be written to; they hold no line break. */
    public byte[] data() {
        return data;
    }

    private static int append(byte[] target, int at, byte[] part) {
        System.arraycopy(part, 0, target, at, part.length);
        return at + part.length;
    }
}

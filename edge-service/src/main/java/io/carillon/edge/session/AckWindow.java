package io.carillon.edge.session;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The publications that one client was sent and has not acknowledged: so many at most, in the order in which they were
 * sent.
 *
 * <p>An acknowledgement is the id of some event, and counts for all that was sent up to that event. Ids may be long, so
 * only a hash of each is kept. Other events than publications have ids, too, which clients may acknowledge; of those that
 * follow one another the last is kept.
 */
final class AckWindow {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /**
     * What an acknowledgement counts for.
     *
     * @param publications how many it acknowledges; 0 if its id is none of those kept
     * @param sentNanos when the event that it names was sent, in nanoseconds of the driver's ticker
     */
    record Acknowledged(int publications, long sentNanos) {}

    private final int limit;
    private final long[] ids;
    private final long[] sentNanos;

    /** The channel of each publication; null for another event, or for a channel that the client has left. */
    private final @Nullable String[] channels;

    private int head;
    private int size;
    private int publications;

    /** Makes a window for so many publications, at least 1. */
    AckWindow(int limit) {
        this.limit = limit;
        // Between two publications there is one other event at most.
        this.ids = new long[2 * limit + 1];
        this.sentNanos = new long[2 * limit + 1];
        this.channels = new String[2 * limit + 1];
    }

    /** Returns how many publications may be sent now. */
    int room() {
        return limit - publications;
    }

    /** Returns how many publications are unacknowledged. */
    int publications() {
        return publications;
    }

    /** Takes a publication that is sent; there has to be room. */
    void sent(byte[] id, String channel, long nowNanos) {
        if (publications == limit) {
            throw new IllegalStateException("window: full (expected: room for another publication)");
        }
        put(hash(id), channel, nowNanos);
        publications++;
    }

    /** Takes another event that is sent. */
    void passed(byte[] id, long nowNanos) {
        if (publications == 0) {
            return;
        }
        if (channels[slot(size - 1)] == null) {
            size--;
        }
        put(hash(id), null, nowNanos);
    }

    /** Takes an acknowledgement. */
    Acknowledged acknowledged(byte[] id) {
        long wanted = hash(id);
        for (int i = size - 1; i >= 0; i--) {
            if (ids[slot(i)] == wanted) {
                long sent = sentNanos[slot(i)];
                return new Acknowledged(remove(i + 1), sent);
            }
        }
        return new Acknowledged(0, 0);
    }

    /** Awaits no acknowledgement any more of what was sent of channels that the client has left. */
    void forget(Set<String> left) {
        int kept = 0;
        publications = 0;
        for (int i = 0; i < size; i++) {
            int slot = slot(i);
            String channel = channels[slot];
            boolean counts = channel != null && !left.contains(channel);
            if (!counts && kept > 0 && channels[slot(kept - 1)] == null) {
                kept--;
            }
            int target = slot(kept++);
            ids[target] = ids[slot];
            sentNanos[target] = sentNanos[slot];
            channels[target] = counts ? channel : null;
            publications += counts ? 1 : 0;
        }
        for (int i = kept; i < size; i++) {
            channels[slot(i)] = null;
        }
        size = kept;
    }

    private void put(long id, @Nullable String channel, long nowNanos) {
        int slot = slot(size++);
        ids[slot] = id;
        sentNanos[slot] = nowNanos;
        channels[slot] = channel;
    }

    private int remove(int count) {
        int removed = 0;
        for (int i = 0; i < count; i++) {
            int slot = slot(i);
            removed += channels[slot] == null ? 0 : 1;
            channels[slot] = null;
        }
        head = slot(count);
        size -= count;
        publications -= removed;
        return removed;
    }

    private int slot(int index) {
        return (head + index) % ids.length;
    }

    private static long hash(byte[] id) {
        long hash = FNV_OFFSET;
        for (byte each : id) {
            hash = (hash ^ each) * FNV_PRIME;
        }
        return hash;
    }
}

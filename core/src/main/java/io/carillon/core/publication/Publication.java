package io.carillon.core.publication;

import org.jspecify.annotations.Nullable;

/**
 * One item of a channel, at its place in the log.
 *
 * @param channel the channel, a valid name
 * @param partition the partition the channel lives in, from 0
 * @param offset the record's offset in the partition, from 0
 * @param timeMillis when the log appended it, in milliseconds since 1970-01-01T00:00Z
 * @param value the JSON value
 * @param key under which key it was published, until it is decided whether it is void; nobody needs it afterwards
 */
public record Publication(
        String channel,
        int partition,
        long offset,
        long timeMillis,
        Payload value,
        @Nullable PublishKey key) {

    /** What a publication counts for beside its own bytes, wherever memory or credit is bounded. */
    public static final int OVERHEAD_BYTES = 64;

    /** Makes a publication that has no key, or whose key has done its work. */
    public Publication(String channel, int partition, long offset, long timeMillis, Payload value) {
        this(channel, partition, offset, timeMillis, value, null);
    }

    /** Returns this publication as everybody but the judge of keys sees it. */
    public Publication withoutKey() {
        return key == null ? this : new Publication(channel, partition, offset, timeMillis, value);
    }

    /** Returns what this publication counts for where memory or credit is bounded, in bytes. */
    public int weight() {
        return OVERHEAD_BYTES + channel.length() + value.size() + (key == null ? 0 : key.weight());
    }
}

package io.carillon.core.publication;

/**
 * One item of a channel, at its place in the log.
 *
 * @param channel the channel, a valid name
 * @param partition the partition the channel lives in, from 0
 * @param offset the record's offset in the partition, from 0
 * @param timeMillis when the log appended it, in milliseconds since 1970-01-01T00:00Z
 * @param value the JSON value
 */
public record Publication(String channel, int partition, long offset, long timeMillis, Payload value) {

    /** What a publication counts for beside its own bytes, wherever memory or credit is bounded. */
    public static final int OVERHEAD_BYTES = 64;

    /** Returns what this publication counts for where memory or credit is bounded, in bytes. */
    public int weight() {
        return OVERHEAD_BYTES + channel.length() + value.size();
    }
}

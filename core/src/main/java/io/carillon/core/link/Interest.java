package io.carillon.core.link;

/**
 * What an edge wants of one channel.
 *
 * @param channel the channel
 * @param connections how many of the edge's client connections are subscribed to it, from 0; the owner adds these up
 *     over all edges. With 0 the channel is still delivered, since interest lingers against churn
 * @param withdrawn whether the edge no longer wants the channel; {@code connections} is 0 then
 */
public record Interest(String channel, int connections, boolean withdrawn) {

    public Interest {
        if (connections < 0 || (withdrawn && connections != 0)) {
            throw new IllegalArgumentException("connections: " + connections + " (expected: >= 0, 0 if withdrawn)");
        }
    }

    /** Returns interest in a channel on behalf of so many connections. */
    public static Interest of(String channel, int connections) {
        return new Interest(channel, connections, false);
    }

    /** Returns the end of the interest in a channel. */
    public static Interest withdrawn(String channel) {
        return new Interest(channel, 0, true);
    }
}

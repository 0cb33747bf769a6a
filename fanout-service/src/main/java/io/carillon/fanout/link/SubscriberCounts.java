package io.carillon.fanout.link;

import java.util.HashMap;
import java.util.Map;

/** How many client connections are subscribed to each channel of a partition, added up over all edges. */
final class SubscriberCounts {

    private final Map<String, Integer> connections = new HashMap<>();

    /** Adds a difference, which may be negative; channels at 0 are forgotten. */
    void add(String channel, int difference) {
        if (difference != 0) {
            connections.merge(channel, difference, (before, more) -> before + more == 0 ? null : before + more);
        }
    }

    int of(String channel) {
        return connections.getOrDefault(channel, 0);
    }

    int channels() {
        return connections.size();
    }
}

package io.carillon.fanout.link;

import io.carillon.core.link.Interest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One edge that follows the partition: what it wants, where it stands, and how much may be under way to it.
 *
 * <p>Two offsets tell where it stands. The edge was told of everything up to {@link #told}; the log was searched for it
 * up to {@link #searched}, which may be further on, as long as nothing was found between.
 */
final class Follower {

    final String link;

    /** Connections by channel; a channel that is here is delivered, also with 0 connections. */
    private final Map<String, Integer> interests = new HashMap<>();

    long told;
    long searched;
    long searchedTimeMillis;
    long creditBytes;
    long revision;
    boolean awaitsHistory;

    Follower(String link, long position, long timeMillis, long creditBytes, long revision) {
        this.link = link;
        this.told = position;
        this.searched = position;
        this.searchedTimeMillis = timeMillis;
        this.creditBytes = creditBytes;
        this.revision = revision;
    }

    boolean wants(String channel) {
        return interests.containsKey(channel);
    }

    Map<String, Integer> interests() {
        return interests;
    }

    /** Applies changes of interests and adds the difference in connections to the partition's counts. */
    void change(List<Interest> changes, SubscriberCounts counts) {
        for (Interest interest : changes) {
            Integer before = interest.withdrawn()
                    ? interests.remove(interest.channel())
                    : interests.put(interest.channel(), interest.connections());
            counts.add(interest.channel(), interest.connections() - (before == null ? 0 : before));
        }
    }

    /** Takes this follower's connections out of the partition's counts. */
    void leave(SubscriberCounts counts) {
        interests.forEach((channel, connections) -> counts.add(channel, -connections));
        interests.clear();
    }
}

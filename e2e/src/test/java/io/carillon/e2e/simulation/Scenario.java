package io.carillon.e2e.simulation;

import io.carillon.edge.link.LinkTiming;
import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionTiming;
import io.carillon.fanout.history.RecentLimits;
import io.carillon.fanout.link.FeedLimits;
import java.time.Duration;

/**
 * How large a world is, how tight its limits are, and how much trouble it sees. Limits are tiny, so that every one of
 * them is reached.
 *
 * @param owners fanout nodes
 * @param edges edge processes
 * @param shards shards of each edge
 * @param partitions partitions of the log
 * @param channels channels that are published to
 * @param clients clients, each with some of the channels
 * @param publications how many publications there are in all
 * @param troubles how many troubles there are in all
 * @param linkDelayMillis most milliseconds that a message is under way
 * @param windowBytes bytes of publications under way to an edge, for each partition
 * @param socketBytes what a client's socket holds
 * @param historyFailure how many of the reads of history fail, out of 1
 * @param historyMillis most milliseconds that a read of history takes
 * @param linger how long interest outlives its last listener
 * @param holdLinger how long a node serves a partition that another owns by now
 * @param shardQueueBytes what may wait for all clients of a shard
 */
record Scenario(
        int owners,
        int edges,
        int shards,
        int partitions,
        int channels,
        int clients,
        int publications,
        int troubles,
        long linkDelayMillis,
        long windowBytes,
        int socketBytes,
        double historyFailure,
        long historyMillis,
        Duration linger,
        Duration holdLinger,
        FeedLimits feedLimits,
        SessionLimits sessionLimits,
        long shardQueueBytes,
        LinkTiming linkTiming,
        SessionTiming sessionTiming) {

    /** How long the troubles last, in milliseconds. */
    static final long TROUBLED_MILLIS = 10_000;

    /** How long everything then has to come to rest, in milliseconds. */
    static final long CALM_MILLIS = 8_000;

    /** How much longer what is still under way may take, in milliseconds; connections never stop coming and going. */
    static final long REST_MILLIS = 60_000;

    /** How many channels a connection may have; clients ask for more now and then. */
    static final int MOST_CHANNELS = 5;

    /**
     * Returns how long a node that is gone is remembered. In half of the worlds it is longer than they last, so that one that
     * comes back has to be taken back, rather than be forgotten first.
     */
    Duration forget() {
        return publications % 2 == 0 ? Duration.ofHours(1) : Duration.ofSeconds(4);
    }

    /** Returns what may wait for all clients of an edge: less than its shards could hold together. */
    long edgeQueueBytes() {
        return shardQueueBytes * (shards + 1) / 2;
    }

    static Scenario drawn(Chance chance) {
        return new Scenario(
                        chance.between(1, 3),
                        chance.between(1, 3),
                        chance.between(1, 3),
                        chance.between(1, 4),
                        chance.between(1, 6),
                        chance.between(1, 7),
                        chance.between(10, 150),
                        chance.in(0.1) ? 0 : chance.between(1, 20),
                        chance.in(0.5) ? 5 : 100,
                        chance.between(100, 3_000),
                        chance.between(300, 4_000),
                        chance.in(0.5) ? 0 : 0.1,
                        chance.in(0.8) ? 20 : 150,
                        Duration.ofMillis(chance.between(0, 2_000)),
                        Duration.ofMillis(chance.between(500, 4_000)),
                        new FeedLimits(
                                chance.between(1, 1_000),
                                recent(chance.between(0, 20), chance.between(0, 4_000)),
                                chance.between(500, 3_000),
                                chance.between(1, 10)),
                        sessionLimits(chance),
                        0,
                        new LinkTiming(
                                Duration.ofMillis(500),
                                Duration.ofMillis(chance.between(1_500, 3_000)),
                                Duration.ofMillis(20),
                                Duration.ofMillis(300)),
                        sessionTiming(chance))
                .withQueues();
    }

    private static SessionLimits sessionLimits(Chance chance) {
        return new SessionLimits(
                chance.between(200, 3_000), chance.between(300, 4_000), MOST_CHANNELS, chance.between(1, 12));
    }

    /** Lets in a quarter of the worlds nothing bound a queue but what all of them share; nothing more is drawn for it. */
    private Scenario withQueues() {
        boolean shared = windowBytes % 4 == 0;
        int queueBytes = sessionLimits.queueBytes();
        return new Scenario(
                owners,
                edges,
                shards,
                partitions,
                channels,
                clients,
                publications,
                troubles,
                linkDelayMillis,
                windowBytes,
                socketBytes,
                historyFailure,
                historyMillis,
                linger,
                holdLinger,
                feedLimits,
                new SessionLimits(
                        shared ? queueBytes * 100 : queueBytes,
                        sessionLimits.writeBytes(),
                        sessionLimits.channels(),
                        sessionLimits.ackWindow()),
                shared ? queueBytes * 4L : queueBytes * 40L,
                linkTiming,
                sessionTiming);
    }

    private static RecentLimits recent(int count, int bytes) {
        return new RecentLimits(count, bytes, bytes % 2 == 0 ? 100 : bytes % 5);
    }

    private static SessionTiming sessionTiming(Chance chance) {
        int lifetime = chance.between(2_000, 8_000);
        return new SessionTiming(
                Duration.ofMillis(chance.between(700, 2_000)),
                Duration.ofMillis(lifetime),
                Duration.ofMillis(lifetime + chance.between(0, 3_000)),
                Duration.ofMillis(chance.between(200, 1_000)),
                Duration.ofMillis(3_000),
                Duration.ofMillis(chance.between(1_000, 3_000)),
                Duration.ofMillis(chance.between(200, 1_000)),
                Duration.ofMillis(chance.between(700, 2_000)));
    }
}

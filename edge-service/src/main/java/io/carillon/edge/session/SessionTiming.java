package io.carillon.edge.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long things take in the life of a session.
 *
 * @param heartbeat time between heartbeats; also how long a WebSocket client has to answer a ping
 * @param lifetimeMin the shortest life of a connection
 * @param lifetimeMax the longest; each is drawn between the two, so that clients do not come back in step
 * @param grace how long before its end a connection is asked to reconnect
 * @param opening how long owners may take to confirm a subscription
 * @param stall how long a connection may take nothing while something waits for it
 * @param closing how long the last bytes may take
 * @param ack how long a client that acknowledges may acknowledge nothing while something is unacknowledged
 */
public record SessionTiming(
        Duration heartbeat,
        Duration lifetimeMin,
        Duration lifetimeMax,
        Duration grace,
        Duration opening,
        Duration stall,
        Duration closing,
        Duration ack) {

    /** Push's four defaults; 5 s to open, 60 s of stall, 5 s for the last bytes, 30 s without an acknowledgement. */
    public static final SessionTiming DEFAULT = new SessionTiming(
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(180),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    /** Draws a lifetime, in nanoseconds; both bounds included. */
    long drawLifetimeNanos(RandomGenerator random) {
        return random.nextLong(lifetimeMin.toNanos(), lifetimeMax.toNanos() + 1);
    }
}

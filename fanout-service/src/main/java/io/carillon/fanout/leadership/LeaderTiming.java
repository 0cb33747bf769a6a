package io.carillon.fanout.leadership;

import java.time.Duration;

/**
 * How long the leader waits for what.
 *
 * @param heartbeat how often a member reports
 * @param lease how long a member that does not report is believed to live
 * @param grace how much longer at the beginning of a term, when members have to find the new leader
 * @param settle how long after a node joined others are expected to join as well, before it gets partitions
 * @param balance how long the members have to be the same before partitions move for the sake of balance
 * @param pause how long after a round of such moves the next one may begin
 * @param load how long a node has to be too busy before it exchanges a partition with another
 * @param move how long a move may take before it is given up
 * @param fetchAge past this an owner counts as reading nothing, if others do read
 * @param shun how long a member that was in trouble gets no partitions after that
 * @param forget how long a member that is gone is remembered
 */
public record LeaderTiming(
        Duration heartbeat,
        Duration lease,
        Duration grace,
        Duration settle,
        Duration balance,
        Duration pause,
        Duration load,
        Duration move,
        Duration fetchAge,
        Duration shun,
        Duration forget) {

    public static final LeaderTiming DEFAULT = new LeaderTiming(
            Duration.ofMillis(500),
            Duration.ofSeconds(3),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofHours(1));

    public LeaderTiming {
        if (!heartbeat.isPositive() || heartbeat.compareTo(lease) >= 0) {
            throw new IllegalArgumentException(
                    "heartbeat: " + heartbeat + " (expected: > 0 and less than the lease, " + lease + ")");
        }
    }
}

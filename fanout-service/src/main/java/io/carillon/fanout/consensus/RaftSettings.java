package io.carillon.fanout.consensus;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a node takes part in Raft.
 *
 * @param listen where its Raft listener is; port 0 is not possible, since others have to know it beforehand
 * @param directory where log and snapshots are
 * @param timing how long it waits for others
 * @param snapshotEntries after how many entries of the log a snapshot is taken, from 1
 */
public record RaftSettings(InetSocketAddress listen, Path directory, Timing timing, long snapshotEntries) {

    /**
     * How long nodes wait for each other.
     *
     * @param electionMin after how long without the leader a follower stands for election, at least; half of it is the
     *     leader's heartbeat
     * @param electionMax at most
     * @param request how long an answer of another node takes at most
     */
    public record Timing(Duration electionMin, Duration electionMax, Duration request) {

        /** For machines in one network, with pauses of their collectors. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofMillis(750), Duration.ofMillis(1_500), Duration.ofSeconds(1));

        public Timing {
            if (!electionMin.isPositive() || electionMin.compareTo(electionMax) >= 0 || !request.isPositive()) {
                throw new IllegalArgumentException("timing: election from " + electionMin + " to " + electionMax
                        + ", request " + request + " (expected: all positive, and from less than to)");
            }
        }
    }

    public RaftSettings {
        if (snapshotEntries < 1) {
            throw new IllegalArgumentException("snapshotEntries: " + snapshotEntries + " (expected: >= 1)");
        }
    }
}

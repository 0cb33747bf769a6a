package io.carillon.fanout.ownership;

/**
 * A fanout node, as the cluster has agreed to know it.
 *
 * @param id stable id of the node
 * @param incarnation which registration of the node this is; grows with each, and names one process
 * @param start tells one start of the node's process from another
 * @param address {@code host:port} of its mesh listener
 * @param raftAddress {@code host:port} of its Raft listener
 * @param zone what it shares with others that fail together; empty if nobody knows
 * @param weight how much it takes compared with others, from 1
 * @param generation id of the log's generation that it reads
 * @param state what it may own
 */
public record Member(
        String id,
        long incarnation,
        long start,
        String address,
        String raftAddress,
        String zone,
        int weight,
        String generation,
        State state) {

    /**
     * What a member may own.
     *
     * <pre>
     *              settled            told to leave         owns nothing, and gone
     *   JOINING ────────────▶ ACTIVE ───────────────▶ DRAINING ───────────────▶ (removed)
     *      ▲                    │  lease over             │ lease over             ▲
     *      │ registers anew     ▼                         ▼                        │ long gone
     *      └───────────────── FENCED ◀────────────────────┘────────────────────────┘
     * </pre>
     */
    public enum State {
        /** Has registered, and gets partitions when the leader finds that no others are about to join. */
        JOINING,
        /** Owns partitions and gets more. */
        ACTIVE,
        /** Gives its partitions away and gets none. */
        DRAINING,
        /** Counts as gone, whether it is or not: owns nothing until it registers again. */
        FENCED
    }

    public Member {
        if (weight < 1) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: >= 1)");
        }
    }

    /** Returns the same member in another state. */
    Member in(State other) {
        return new Member(id, incarnation, start, address, raftAddress, zone, weight, generation, other);
    }
}

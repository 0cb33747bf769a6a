package io.carillon.e2e.simulation;

import io.carillon.edge.session.Session;

/** What waits for a client, for all clients of a shard, and what an edge has in hand of a partition, stays within its limit. */
final class QueuesStayBounded implements Invariant {

    /** The largest event of this world, with its id. */
    private static final int FRAME_BYTES = 600;

    /** A session may hold this share of what is free. */
    private static final int SESSION_SHARE = 16;

    private static final int LEAST_CREDIT = 4 << 10;

    @Override
    public void afterStep(World world) {
        for (SimEdge edge : world.edges) {
            for (int partition = 0; partition < world.generation.partitionCount(); partition++) {
                checkInHand(world, edge, partition);
            }
            edge.shards().forEach(shard -> checkShard(edge, shard));
        }
        for (SimClient client : world.clients) {
            SimOutlet outlet = client.outlet();
            if (outlet != null && outlet.session != null) {
                checkQueue(world, outlet, outlet.session);
            }
        }
    }

    private static void checkQueue(World world, SimOutlet outlet, Session session) {
        // Beyond messages there may be a gap for each channel, a heartbeat, two requests to reconnect, and the end.
        int queueBytes = world.scenario.sessionLimits().queueBytes();
        // However short room is, a client that reads is sent some of what it has missed, whose ids come on top.
        int share = (int) world.scenario.shardQueueBytes() / SESSION_SHARE + 2 * Math.min(LEAST_CREDIT, queueBytes / 8);
        int limit = Math.max(Math.min(queueBytes, share), FRAME_BYTES)
                + FRAME_BYTES * (outlet.connection.channels().size() + 4);
        if (session.queuedBytes() > limit) {
            throw new Violation(outlet.connection + " has " + session.queuedBytes() + " bytes waiting (expected: <= "
                    + limit + ")");
        }
    }

    private static void checkShard(SimEdge edge, SimShard shard) {
        long used = shard.room().usedBytes();
        if (used < 0 || (used > 0 && shard.sessions() == 0)) {
            throw new Violation(
                    edge.name + " counts " + used + " bytes waiting for " + shard.sessions() + " sessions of a shard");
        }
    }

    private static void checkInHand(World world, SimEdge edge, int partition) {
        // A batch goes out whole as long as there is any credit. While a partition moves, both owners have some.
        long batch = (long) Math.max(
                        world.scenario.feedLimits().batchBytes(),
                        world.scenario.feedLimits().historyBytes())
                + FRAME_BYTES;
        long limit = 2 * (world.scenario.windowBytes() + batch);
        if (edge.inHandBytes(partition) > limit) {
            throw new Violation(edge.name + " has " + edge.inHandBytes(partition) + " bytes of partition " + partition
                    + " in hand (expected: <= " + limit + ")");
        }
    }
}

package io.carillon.e2e.simulation;

import io.carillon.edge.session.Session;

/** What waits for a client, and what an edge has in hand of a partition, stays within its limit. */
final class QueuesStayBounded implements Invariant {

    /** The largest event of this world, with its id. */
    private static final int FRAME_BYTES = 600;

    @Override
    public void afterStep(World world) {
        for (SimEdge edge : world.edges) {
            for (int partition = 0; partition < world.generation.partitionCount(); partition++) {
                checkInHand(world, edge, partition);
            }
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
        int limit = Math.max(world.scenario.sessionLimits().queueBytes(), FRAME_BYTES)
                + FRAME_BYTES * (outlet.connection.channels().size() + 4);
        if (session.queuedBytes() > limit) {
            throw new Violation(outlet.connection + " has " + session.queuedBytes() + " bytes waiting (expected: <= "
                    + limit + ")");
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

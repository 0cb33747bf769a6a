package io.carillon.e2e.simulation;

import io.carillon.fanout.link.PartitionFeed;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An owner counts every session whose first heartbeat was sent, on every edge that is attached to it; at rest it counts
 * exactly the sessions that are open.
 */
final class SubscriberCountExact implements Invariant {

    @Override
    public void afterStep(World world) {
        // A missing count lasts; looking now and then finds it.
        if (world.agenda.steps() % 8 != 0) {
            return;
        }
        for (SimOwner owner : world.owners) {
            for (int channel = 0; channel < world.scenario.channels(); channel++) {
                check(world, owner, World.channel(channel));
            }
        }
    }

    @Override
    public boolean isAtRest(World world) {
        return world.ownership.isFounded() && firstMiscount(world).isEmpty();
    }

    @Override
    public void atRest(World world) {
        firstMiscount(world).ifPresent(miscount -> {
            throw new Violation(miscount);
        });
    }

    private static void check(World world, SimOwner owner, String channel) {
        int partition = world.log.partitionOf(channel);
        PartitionFeed feed = owner.feed(partition);
        if (feed == null) {
            return;
        }
        int promised = 0;
        for (SimEdge edge : world.edges) {
            SimLink link = edge.attached().get(partition);
            if (link != null
                    && link.owner == owner
                    && !link.isBroken()
                    && edge.router().leastEpoch(partition) == feed.epoch()) {
                promised += sessions(edge, channel, outlet -> outlet.connection.firstHeartbeat() != null);
            }
        }
        if (feed.connections(channel) < promised) {
            throw new Violation(owner.node + " counts " + feed.connections(channel) + " connections of " + channel
                    + " (expected: at least " + promised + ")");
        }
    }

    private static Optional<String> firstMiscount(World world) {
        for (int number = 0; number < world.scenario.channels(); number++) {
            String channel = World.channel(number);
            int partition = world.log.partitionOf(channel);
            int open = 0;
            for (SimEdge edge : world.edges) {
                open += sessions(edge, channel, _ -> true);
            }
            int expected = open;
            Optional<String> owner =
                    world.ownership.table().partitions().get(partition).owner();
            PartitionFeed feed =
                    owner.map(world::owner).map(node -> node.feed(partition)).orElse(null);
            if (feed == null || feed.connections(channel) != expected) {
                return Optional.of(owner.orElse("nobody") + " counts "
                        + (feed == null ? "no" : String.valueOf(feed.connections(channel))) + " connections of "
                        + channel + " (expected: " + expected + ")");
            }
        }
        return Optional.empty();
    }

    private static int sessions(SimEdge edge, String channel, Predicate<SimOutlet> condition) {
        int sessions = 0;
        for (SimShard shard : edge.shards()) {
            for (SimOutlet outlet : shard.listening()) {
                if (outlet.connection.wants(channel) && condition.test(outlet)) {
                    sessions++;
                }
            }
        }
        return sessions;
    }
}

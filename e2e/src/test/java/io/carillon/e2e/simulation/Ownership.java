package io.carillon.e2e.simulation;

import io.carillon.core.table.PartitionTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The committed facts about who owns what, and how owners and edges come to learn of them: late, in disorder, or hardly. */
final class Ownership {

    private final World world;
    private final List<PartitionTable.Entry> entries = new ArrayList<>();
    private long version;

    Ownership(World world) {
        this.world = world;
        for (int i = 0; i < world.generation.partitionCount(); i++) {
            entries.add(new PartitionTable.Entry(0, List.of()));
        }
    }

    /** Returns the table as it is committed now. */
    PartitionTable table() {
        Map<String, String> nodes = new LinkedHashMap<>();
        for (PartitionTable.Entry entry : entries) {
            entry.owner().ifPresent(node -> nodes.put(node, world.owner(node).address()));
        }
        return new PartitionTable(version, world.generation, entries, nodes);
    }

    long epoch(int partition) {
        return entries.get(partition).epoch();
    }

    /** Moves a partition in good order: the new owner is ready before the table says so, the old one lingers. */
    void move(int partition, SimOwner to) {
        long epoch = entries.get(partition).epoch() + 1;
        entries.get(partition).owner().ifPresent(before -> {
            SimOwner from = world.owner(before);
            if (from != to) {
                tell(from, world.chance.millis(500, 4_000), () -> from.release(partition, epoch - 1));
            }
        });
        entries.set(partition, new PartitionTable.Entry(epoch, List.of(to.node)));
        to.own(partition, epoch);
        committed();
    }

    /** Gives partitions to others, since their owner seems to be dead; the owner learns of it when it does, if it lives. */
    void takeOver(SimOwner from, List<SimOwner> others, long learnsMillis) {
        for (int i = 0; i < entries.size(); i++) {
            int partition = i;
            if (!entries.get(partition).serving().contains(from.node)) {
                continue;
            }
            long epoch = entries.get(partition).epoch() + 1;
            if (others.isEmpty()) {
                entries.set(partition, new PartitionTable.Entry(epoch - 1, List.of()));
            } else {
                SimOwner to = world.chance.pick(others);
                entries.set(partition, new PartitionTable.Entry(epoch, List.of(to.node)));
                tell(to, world.chance.millis(0, 500), () -> to.own(partition, epoch));
                tell(from, world.chance.millis(0, learnsMillis), () -> from.release(partition, epoch - 1));
            }
        }
        committed();
    }

    /** Gives partitions that nobody owns to a node. */
    void adoptOrphans(SimOwner owner) {
        for (int partition = 0; partition < entries.size(); partition++) {
            if (entries.get(partition).serving().isEmpty()) {
                move(partition, owner);
            }
        }
    }

    /** Tells an edge the table as it is by now. */
    void show(SimEdge edge) {
        edge.follow(table());
    }

    private void committed() {
        version++;
        PartitionTable table = table();
        world.trace.note(() -> "table " + table.version() + " " + table.partitions());
        for (SimEdge edge : world.edges) {
            if (world.chance.in(0.8)) {
                long late = world.chance.in(0.8) ? 100 : 4_000;
                world.agenda.in(world.chance.millis(0, late), () -> edge.follow(table));
            }
        }
    }

    private void tell(SimOwner owner, long delayNanos, Runnable action) {
        world.agenda.in(delayNanos, () -> owner.post(action));
    }
}

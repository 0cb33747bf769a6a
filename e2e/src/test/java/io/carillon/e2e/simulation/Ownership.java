package io.carillon.e2e.simulation;

import io.carillon.core.table.PartitionTable;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes have agreed on, who leads, and how everybody comes to learn of it: late, in disorder, or hardly. Stands for
 * Raft: commands are obeyed one after another, and those of a leader that was deposed come late, if they come at all.
 */
final class Ownership {

    private final World world;
    private Cluster cluster = Cluster.EMPTY;
    private long index;
    private @Nullable SimLeader leader;

    Ownership(World world) {
        this.world = world;
    }

    /** Returns what is agreed on now, whoever knows of it. */
    Cluster cluster() {
        return cluster;
    }

    boolean isFounded() {
        return cluster.generation() != null;
    }

    /** Returns the table as it is agreed on now. */
    PartitionTable table() {
        return cluster.table();
    }

    @Nullable SimLeader leader() {
        return leader;
    }

    /** Has a node lead that can; it knows all that was agreed on before. Who led may not hear of it for a while. */
    void elect() {
        List<SimOwner> able = world.owners.stream()
                .filter(owner -> owner.isUp() && !owner.isCutOff())
                .toList();
        SimLeader before = leader;
        if (able.isEmpty()) {
            return;
        }
        SimOwner next = world.chance.pick(able);
        if (before != null) {
            before.depose();
            world.agenda.in(world.chance.millis(0, 600), before::end);
        }
        next.learn(cluster);
        leader = new SimLeader(world, next);
        world.trace.note(() -> next.node + " leads");
    }

    /** Elects if nobody leads who can. */
    void electIfNeeded() {
        SimLeader present = leader;
        if (present == null || present.isOver() || present.node.isCutOff()) {
            elect();
        }
    }

    /** Takes a command of a leader, which is agreed on after a while, unless the leader is none any more. */
    void put(SimLeader by, Command command, Runnable answered) {
        long late = world.chance.in(0.9) ? 20 : 800;
        world.agenda.in(world.chance.millis(1, late), () -> {
            if (!by.isDeposed() || world.chance.in(0.3)) {
                obey(command);
                by.node.learn(cluster);
                answered.run();
            }
        });
    }

    /** Begins to move a partition to a node, as if somebody had asked for it. */
    void move(int partition, SimOwner to) {
        Member member = cluster.members().get(to.node);
        if (member != null && isFounded()) {
            obey(new Command.BeginMove(
                    partition, cluster.partitions().get(partition).epoch(), to.node, member.incarnation()));
        }
    }

    private void obey(Command command) {
        Cluster before = cluster;
        if (cluster.apply(++index, command) instanceof Outcome.Done(Cluster after)) {
            cluster = after;
            world.trace.note(() -> "agreed on " + command);
            world.invariants.forEach(invariant -> invariant.agreed(world, before, after));
            tellAll(after);
        } else {
            world.stale++;
            world.trace.note(() -> "too late for " + command);
        }
    }

    private void tellAll(Cluster news) {
        for (SimOwner owner : world.owners) {
            world.agenda.in(world.chance.millis(0, world.chance.in(0.8) ? 20 : 800), () -> owner.hear(news));
        }
        if (isFounded()) {
            PartitionTable table = news.table();
            for (SimEdge edge : world.edges) {
                if (world.chance.in(0.8)) {
                    long late = world.chance.in(0.8) ? 100 : 4_000;
                    world.agenda.in(world.chance.millis(0, late), () -> edge.follow(table));
                }
            }
        }
    }

    /** Tells an edge the table as it is by now. */
    void show(SimEdge edge) {
        if (isFounded()) {
            edge.follow(table());
        }
    }
}

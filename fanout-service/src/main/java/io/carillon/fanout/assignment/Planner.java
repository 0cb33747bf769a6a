package io.carillon.fanout.assignment;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what to do next so that partitions come to where they should be: one step, which is safe by itself. After it the
 * question is asked again, with the cluster as it is by then. Pure.
 */
public final class Planner {

    private final MoveLimits limits;

    public Planner(MoveLimits limits) {
        this.limits = limits;
    }

    /**
     * Returns the next step, or empty if there is nothing to do now.
     *
     * @param shunned members that should own nothing for the time being, though they live
     * @param mayBalance whether partitions may move for the sake of balance alone
     */
    public Optional<Command> next(Cluster cluster, Set<String> shunned, boolean mayBalance) {
        List<Candidate> candidates = candidates(cluster, shunned);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        List<String> wanted = Assigner.assign(owners(cluster, ids(candidates)), candidates);
        List<Command.Grant> grants = grants(cluster, wanted, partition -> partition.owner() == null);
        if (!grants.isEmpty()) {
            return Optional.of(new Command.Assign(grants));
        }
        var flow = new Flow(cluster);
        if (flow.total() >= limits.total(cluster.partitions().size())) {
            return Optional.empty();
        }
        Optional<Command> emptying = move(cluster, wanted, flow, limits.perDrainingNode(), owner -> {
            Member member = cluster.members().get(owner);
            return shunned.contains(owner) || member == null || !cluster.isEligible(member);
        });
        return emptying.isPresent() || !mayBalance || isUnsettled(cluster)
                ? emptying
                : move(cluster, wanted, flow, limits.perNode(), _ -> true);
    }

    /** Returns the command that fences a member and gives all of its partitions to others. */
    public Command.Fence fence(Cluster cluster, Member gone, Set<String> shunned) {
        List<Candidate> candidates = candidates(cluster, shunned).stream()
                .filter(candidate -> !candidate.id().equals(gone.id()))
                .toList();
        if (candidates.isEmpty()) {
            candidates = candidates(cluster, Set.of(gone.id()));
        }
        if (candidates.isEmpty()) {
            return new Command.Fence(gone.id(), gone.incarnation(), List.of());
        }
        List<String> wanted = Assigner.assign(owners(cluster, ids(candidates)), candidates);
        return new Command.Fence(
                gone.id(),
                gone.incarnation(),
                grants(cluster, wanted, partition -> partition.isOwnedBy(gone.id()) || partition.owner() == null));
    }

    private interface Choice<T> {
        boolean includes(T value);
    }

    private static Optional<Command> move(
            Cluster cluster, List<String> wanted, Flow flow, int perNode, Choice<String> fromOwner) {
        for (int number = 0; number < wanted.size(); number++) {
            Partition partition = cluster.partitions().get(number);
            String owner = partition.owner();
            String target = wanted.get(number);
            if (owner != null
                    && partition.move() == null
                    && !owner.equals(target)
                    && fromOwner.includes(owner)
                    && flow.from(owner) < perNode
                    && flow.to(target) < perNode) {
                Member member = cluster.members().get(target);
                if (member != null) {
                    return Optional.of(new Command.BeginMove(number, partition.epoch(), target, member.incarnation()));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Command.Grant> grants(Cluster cluster, List<String> wanted, Choice<Partition> which) {
        var grants = new ArrayList<Command.Grant>();
        for (int number = 0; number < wanted.size(); number++) {
            Partition partition = cluster.partitions().get(number);
            Member member = cluster.members().get(wanted.get(number));
            if (member != null && which.includes(partition)) {
                grants.add(new Command.Grant(number, partition.epoch(), member.id(), member.incarnation()));
            }
        }
        return grants;
    }

    private static List<Candidate> candidates(Cluster cluster, Set<String> shunned) {
        List<Candidate> all = cluster.members().values().stream()
                .filter(cluster::isEligible)
                .map(member -> new Candidate(member.id(), member.weight(), member.zone()))
                .toList();
        List<Candidate> wanted = all.stream()
                .filter(candidate -> !shunned.contains(candidate.id()))
                .toList();
        // Whoever is out of favour is better than nobody.
        return wanted.isEmpty() ? all : wanted;
    }

    private static Set<String> ids(List<Candidate> candidates) {
        return Set.copyOf(candidates.stream().map(Candidate::id).toList());
    }

    /** Returns who owns each partition, or will when its move is done; null where it is none of the candidates. */
    private static List<@Nullable String> owners(Cluster cluster, Set<String> candidates) {
        var owners = new ArrayList<@Nullable String>();
        for (Partition partition : cluster.partitions()) {
            Partition.Move move = partition.move();
            String owner = move == null ? partition.owner() : move.target();
            owners.add(owner != null && candidates.contains(owner) ? owner : null);
        }
        return owners;
    }

    /** Returns whether it is too early to balance, since who the members are is about to change. */
    private static boolean isUnsettled(Cluster cluster) {
        return cluster.members().values().stream()
                .anyMatch(member -> member.state() == Member.State.JOINING || member.state() == Member.State.DRAINING);
    }
}

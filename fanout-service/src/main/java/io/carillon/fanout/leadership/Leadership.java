package io.carillon.fanout.leadership;

import io.carillon.core.position.Generation;
import io.carillon.fanout.assignment.Planner;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the leader, for one term: what it hears goes in, and the command that is due comes out.
 *
 * <p>INVARIANT: nothing here takes effect by itself. A leader that was deposed and does not know it yet changes nothing,
 * since its commands are never agreed on, or come too late and find their conditions gone.
 *
 * <p>Belongs to one caller at a time.
 */
public final class Leadership {

    private final LeaderTiming timing;
    private final Planner planner;
    private final Generation log;
    private final Supplier<Set<String>> voters;
    private final Leases leases;
    private final Shunned shunned;
    private final BalanceRounds rounds;
    private final Exchanges exchanges;

    /** When this leader first saw what it waits for: a move, by its epoch and partition, or a member, by incarnation. */
    private final Map<Object, Long> since = new HashMap<>();

    private Map<String, Member> membersBefore = Map.of();
    private long membersChangedNanos;

    /**
     * Begins a term.
     *
     * @param log the log as the leader knows it
     * @param voters ids of those that have a vote now, and are expected to join when a cluster begins; empty if not known
     */
    public Leadership(
            LeaderTiming timing, Planner planner, Generation log, Supplier<Set<String>> voters, long nowNanos) {
        this.timing = timing;
        this.planner = planner;
        this.log = log;
        this.voters = voters;
        leases = new Leases(timing, nowNanos);
        shunned = new Shunned(timing);
        rounds = new BalanceRounds(timing.pause());
        exchanges = new Exchanges(timing.load());
        membersChangedNanos = nowNanos;
    }

    /** Hears a member. */
    public void heard(MemberReport report, long nowNanos) {
        leases.heard(report, nowNanos);
    }

    /**
     * Takes it that the session of a process ended.
     *
     * @param gone whether nobody listens at its address any more, so that it is gone for sure
     */
    public void left(String node, long start, boolean gone) {
        leases.left(node, start, gone);
    }

    /** Returns whether a process has said nothing since its session ended, or nothing at all in this term. */
    boolean isMissing(String node, long start) {
        return leases.isMissing(node, start);
    }

    /** Returns the ids of members that have reported lately. */
    public Set<String> live(Cluster cluster, long nowNanos) {
        return Set.copyOf(cluster.members().values().stream()
                .filter(member -> leases.isLive(member, nowNanos))
                .map(Member::id)
                .toList());
    }

    /** Returns how far the owners of all partitions are, by partition, as far as they have reported lately. */
    Map<Integer, Progress> progress(Cluster cluster, long nowNanos) {
        var progress = new HashMap<Integer, Progress>();
        for (Member member : cluster.members().values()) {
            if (leases.isLive(member, nowNanos)) {
                leases.of(member).orElseThrow().report.progress().forEach((number, own) -> {
                    Partition partition = number < cluster.partitions().size()
                            ? cluster.partitions().get(number)
                            : null;
                    if (partition != null && partition.isOwnedBy(member.id()) && partition.epoch() == own.epoch()) {
                        progress.put(number, own);
                    }
                });
            }
        }
        return progress;
    }

    /**
     * Returns the command that is due, or empty if there is none now.
     *
     * @param cluster as it is agreed on now
     * @param logIsConfirmed whether the log was found lately to be still the one that this leader reads; one that has not
     *     heard yet that its log was made anew must not make the others go back to it
     * @param nowMillis milliseconds since 1970-01-01T00:00Z, for the founding alone
     */
    public Optional<Command> next(Cluster cluster, boolean logIsConfirmed, long nowNanos, long nowMillis) {
        Generation agreed = cluster.generation();
        if (agreed == null) {
            return logIsConfirmed ? Optional.of(new Command.Found(log, nowMillis)) : Optional.empty();
        }
        if (!agreed.equals(log) && logIsConfirmed) {
            return Optional.of(new Command.ChangeGeneration(agreed.id(), log));
        }
        remember(cluster, nowNanos);
        Set<String> avoided = shunned.now(cluster, leases, nowNanos);
        return registration(cluster, nowNanos)
                .or(() -> fence(cluster, avoided, nowNanos))
                .or(() -> completion(cluster, nowNanos))
                .or(() -> drain(cluster, nowNanos))
                .or(() -> activation(cluster, nowNanos))
                .or(() -> step(cluster, avoided, nowNanos))
                .or(() -> removal(cluster, nowNanos))
                .or(() -> forgottenDisk(cluster));
    }

    private Optional<Command> step(Cluster cluster, Set<String> avoided, long nowNanos) {
        boolean moving = cluster.partitions().stream().anyMatch(partition -> partition.move() != null);
        boolean mayBalance = rounds.isOpen(moving, nowNanos)
                && nowNanos - membersChangedNanos >= timing.balance().toNanos();
        Optional<Command> step = exchanges
                .next(cluster, progress(cluster, nowNanos), avoided, mayBalance && !moving, nowNanos)
                .or(() -> planner.next(cluster, avoided, mayBalance));
        if (mayBalance && step.isPresent() && step.get() instanceof Command.BeginMove) {
            rounds.moves(nowNanos);
        }
        return step;
    }

    private void remember(Cluster cluster, long nowNanos) {
        if (!membersBefore.equals(cluster.members())) {
            membersBefore = cluster.members();
            membersChangedNanos = nowNanos;
        }
        var waited = new HashMap<Object, Long>();
        for (Member member : cluster.members().values()) {
            waited.put(member, since.getOrDefault(member, nowNanos));
        }
        for (int number = 0; number < cluster.partitions().size(); number++) {
            Partition.Move move = cluster.partitions().get(number).move();
            if (move != null) {
                Object key = new Command.CompleteMove(number, move.epoch());
                waited.put(key, since.getOrDefault(key, nowNanos));
            }
        }
        since.clear();
        since.putAll(waited);
    }

    private boolean isOver(Object waitedFor, Duration limit, long nowNanos) {
        return nowNanos - since.getOrDefault(waitedFor, nowNanos) >= limit.toNanos();
    }

    /** Returns the registration of a process that reports and is no member. */
    private Optional<Command> registration(Cluster cluster, long nowNanos) {
        for (Standing standing : leases.standings().values()) {
            Command.Register self = standing.report.self();
            Member member = cluster.members().get(self.node());
            boolean registered =
                    member != null && member.start() == self.start() && member.state() != Member.State.FENCED;
            boolean lives = !standing.gone
                    && nowNanos - standing.heardNanos <= timing.lease().toNanos();
            if (!registered && lives && !standing.report.leaving() && !hasLostItsDisk(cluster, self)) {
                return Optional.of(self);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether a node that has a vote comes back without what it has said about votes and promised to keep. It must not
     * count, and so it is no member either.
     */
    public boolean hasLostItsDisk(Cluster cluster, Command.Register self) {
        String kept = cluster.disks().getOrDefault(self.node(), self.disk());
        return !self.disk().isEmpty()
                && !kept.equals(self.disk())
                && voters.get().contains(self.node());
    }

    private Optional<Command> fence(Cluster cluster, Set<String> avoided, long nowNanos) {
        return leases.over(cluster, nowNanos).stream()
                .findFirst()
                .map(member -> member.state() == Member.State.DRAINING && !isOwner(cluster, member)
                        ? new Command.Remove(member.id(), member.incarnation())
                        : planner.fence(cluster, member, avoided));
    }

    private static boolean isOwner(Cluster cluster, Member member) {
        return cluster.partitions().stream().anyMatch(partition -> partition.isOwnedBy(member.id()));
    }

    /** Completes the moves whose targets are ready, and gives up those that take too long. */
    private Optional<Command> completion(Cluster cluster, long nowNanos) {
        for (int number = 0; number < cluster.partitions().size(); number++) {
            Partition.Move move = cluster.partitions().get(number).move();
            if (move == null) {
                continue;
            }
            if (isReady(cluster.members().get(move.target()), number, move)) {
                return Optional.of(new Command.CompleteMove(number, move.epoch()));
            }
            if (isOver(new Command.CompleteMove(number, move.epoch()), timing.move(), nowNanos)) {
                return Optional.of(new Command.AbortMove(number, move.epoch()));
            }
        }
        return Optional.empty();
    }

    private boolean isReady(@Nullable Member target, int partition, Partition.Move move) {
        return target != null
                && leases.of(target)
                        .map(standing -> standing.report.ready().get(partition))
                        .filter(epoch -> epoch == move.epoch())
                        .isPresent();
    }

    private Optional<Command> drain(Cluster cluster, long nowNanos) {
        return cluster.members().values().stream()
                .filter(member -> member.state() == Member.State.ACTIVE || member.state() == Member.State.JOINING)
                .filter(member -> leases.isLive(member, nowNanos)
                        && leases.of(member).orElseThrow().report.leaving())
                .findFirst()
                .map(member -> new Command.Drain(member.id(), member.incarnation()));
    }

    /**
     * Lets a node own partitions when its time has come: at once if a cluster begins and all voters are there, since then
     * nothing has to move later; otherwise after a while, so that nodes that join together share together.
     */
    private Optional<Command> activation(Cluster cluster, long nowNanos) {
        boolean begins = cluster.partitions().stream().allMatch(partition -> partition.owner() == null)
                && voters.get().stream().allMatch(voter -> {
                    Member member = cluster.members().get(voter);
                    return member != null && leases.isLive(member, nowNanos);
                });
        List<Member> joining = cluster.members().values().stream()
                .filter(member -> member.state() == Member.State.JOINING && leases.isLive(member, nowNanos))
                .toList();
        boolean settled = joining.stream().allMatch(member -> isOver(member, timing.settle(), nowNanos));
        return joining.stream()
                .filter(_ -> begins || settled)
                .findFirst()
                .map(member -> new Command.Activate(member.id(), member.incarnation()));
    }

    private Optional<Command> removal(Cluster cluster, long nowNanos) {
        return cluster.members().values().stream()
                .filter(member -> member.state() == Member.State.FENCED && isOver(member, timing.forget(), nowNanos))
                .filter(member -> !isOwner(cluster, member))
                .findFirst()
                .map(member -> new Command.Remove(member.id(), member.incarnation()));
    }

    private Optional<Command> forgottenDisk(Cluster cluster) {
        Set<String> voting = voters.get();
        return cluster.disks().entrySet().stream()
                .filter(disk -> !voting.isEmpty()
                        && !voting.contains(disk.getKey())
                        && !cluster.members().containsKey(disk.getKey()))
                .findFirst()
                .map(disk -> new Command.ForgetDisk(disk.getKey(), disk.getValue()));
    }
}

package io.carillon.fanout.leadership;

import io.carillon.core.position.Generation;
import io.carillon.fanout.assignment.MoveLimits;
import io.carillon.fanout.assignment.Planner;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A leader's term under a hand-driven clock: members report when they should, and every command that is due is agreed on. */
final class Term {

    static final Generation LOG = new Generation("00000log", 6);

    /** Every member, with the start of its process. */
    final Map<String, Long> processes = new HashMap<>();

    /** Members that do not report. */
    final Set<String> silent = new HashSet<>();

    /** The disks of members that say. */
    final Map<String, String> disks = new HashMap<>();

    final Set<String> leaving = new HashSet<>();
    final Set<String> neverReady = new HashSet<>();
    final Map<String, Duration> fetchAges = new HashMap<>();
    final Map<String, Set<String>> edges = new HashMap<>();
    /** Publications a second of partitions, as far as anybody says. */
    final Map<Integer, Double> rates = new HashMap<>();

    final List<Command> agreed = new ArrayList<>();

    Cluster cluster = Cluster.EMPTY;
    Leadership leadership;
    long nowNanos;
    boolean logIsConfirmed = true;

    Set<String> voters;
    private long index;

    Term(String... voters) {
        this.voters = Set.of(voters);
        for (String voter : voters) {
            processes.put(voter, 1L);
        }
        leadership = begin();
    }

    private Leadership begin() {
        return new Leadership(LeaderTiming.DEFAULT, new Planner(MoveLimits.DEFAULT), LOG, () -> voters, nowNanos);
    }

    /** Another node leads from now on, which knows only what was agreed on. */
    void changeLeader() {
        leadership = begin();
    }

    /** Lets time pass, in steps of a heartbeat, with everything that happens meanwhile. */
    void pass(Duration time) {
        long end = nowNanos + time.toNanos();
        while (nowNanos < end) {
            nowNanos = Math.min(end, nowNanos + LeaderTiming.DEFAULT.heartbeat().toNanos());
            report();
            settle();
        }
    }

    /** Lets time pass in which nobody reports and nobody decides. */
    void sleep(Duration time) {
        nowNanos += time.toNanos();
    }

    void report() {
        processes.forEach((node, start) -> {
            if (!silent.contains(node)) {
                leadership.heard(report(node, start), nowNanos);
            }
        });
    }

    MemberReport report(String node, long start) {
        var self = new Command.Register(
                node, start, node + ":9090", node + ":9091", "", 1, LOG.id(), disks.getOrDefault(node, ""));
        return new MemberReport(
                self,
                fetchAges.getOrDefault(node, Duration.ZERO),
                ready(node),
                edges,
                progress(node),
                leaving.contains(node));
    }

    private Map<Integer, Long> ready(String node) {
        var ready = new HashMap<Integer, Long>();
        for (int number = 0; number < cluster.partitions().size(); number++) {
            Partition.Move move = cluster.partitions().get(number).move();
            if (move != null && move.target().equals(node) && !neverReady.contains(node)) {
                ready.put(number, move.epoch());
            }
        }
        return ready;
    }

    private Map<Integer, Progress> progress(String node) {
        var progress = new HashMap<Integer, Progress>();
        rates.forEach((number, rate) -> {
            Partition partition = cluster.partitions().get(number);
            if (partition.isOwnedBy(node)) {
                progress.put(number, new Progress(partition.epoch(), (long) (nowNanos / 1e9 * rate), 2, 0));
            }
        });
        return progress;
    }

    /** Agrees on whatever is due, until nothing is. */
    void settle() {
        for (Optional<Command> due = next(); due.isPresent(); due = next()) {
            agreed.add(due.get());
            cluster = cluster.apply(++index, due.get()).cluster();
            if (agreed.size() > 10_000) {
                throw new AssertionError("no end of commands, such as " + due.get());
            }
        }
    }

    private Optional<Command> next() {
        return leadership.next(cluster, logIsConfirmed, nowNanos, 1_000);
    }

    Member member(String node) {
        return Optional.ofNullable(cluster.members().get(node)).orElseThrow();
    }

    /** Returns how many partitions each member owns; nobody is the empty id. */
    Map<String, Integer> shares() {
        var shares = new HashMap<String, Integer>();
        for (Partition partition : cluster.partitions()) {
            shares.merge(Optional.ofNullable(partition.owner()).orElse(""), 1, Integer::sum);
        }
        return shares;
    }

    <T extends Command> List<T> agreed(Class<T> kind) {
        return agreed.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

package io.carillon.e2e.simulation;

import io.carillon.fanout.assignment.MoveLimits;
import io.carillon.fanout.assignment.Planner;
import io.carillon.fanout.leadership.LeaderTiming;
import io.carillon.fanout.leadership.Leadership;
import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.ownership.Command;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One term of one leader, under the real rules: hears the nodes, and puts what is due before them, one command after another.
 * It believes to lead until it is told otherwise, which may be late.
 */
final class SimLeader {

    /** How often nodes report. */
    static final Duration HEARTBEAT = Duration.ofMillis(200);

    static final MoveLimits LIMITS = MoveLimits.DEFAULT;

    private static final long ASK_MILLIS = 150;
    private static final long ANSWER_MILLIS = 1_000;
    private static final long FOUNDING_MILLIS = 1_000_000;

    final SimOwner node;

    private final World world;
    private final Leadership rules;
    private final int run;
    private boolean deposed;
    private boolean ended;
    private long waitingUntilNanos;

    SimLeader(World world, SimOwner node) {
        this.world = world;
        this.node = node;
        run = node.run();
        rules = new Leadership(
                timing(world.scenario.forget()),
                new Planner(LIMITS),
                world.generation,
                () -> world.owners.stream().map(owner -> owner.node).collect(Collectors.toSet()),
                world.agenda.nanos());
        ask();
    }

    /** Returns everything that leaders wait for, in times that fit into a schedule. */
    private static LeaderTiming timing(Duration forget) {
        return new LeaderTiming(
                HEARTBEAT,
                Duration.ofMillis(1_000),
                Duration.ofMillis(500),
                Duration.ofMillis(300),
                Duration.ofMillis(1_500),
                Duration.ofMillis(2_000),
                Duration.ofHours(1),
                Duration.ofMillis(2_000),
                Duration.ofMillis(2_500),
                Duration.ofMillis(2_000),
                forget);
    }

    boolean isDeposed() {
        return deposed;
    }

    /** Takes it that another leads; this one does not know yet. */
    void depose() {
        deposed = true;
    }

    /** Tells it that it leads no more. */
    void end() {
        ended = true;
    }

    /** Hears a node. */
    void heard(MemberReport report) {
        node.post(() -> rules.heard(report, world.agenda.nanos()));
    }

    /** Takes it that the session of a process ended. */
    void left(String other, long start, boolean gone) {
        node.post(() -> rules.left(other, start, gone));
    }

    /** Returns whether it leads no more and knows, be it that its process is gone. */
    boolean isOver() {
        return ended || !node.isUp() || node.run() != run;
    }

    private void ask() {
        world.agenda.in(world.chance.millis(ASK_MILLIS / 2, ASK_MILLIS), () -> {
            if (!isOver()) {
                node.post(this::decide);
                ask();
            }
        });
    }

    private void decide() {
        long now = world.agenda.nanos();
        if (isOver() || now < waitingUntilNanos) {
            return;
        }
        Optional<Command> due = rules.next(node.cluster(), true, now, FOUNDING_MILLIS);
        if (due.isPresent()) {
            world.invariants.forEach(invariant -> invariant.proposed(world, node.cluster(), due.get()));
            waitingUntilNanos = now + Duration.ofMillis(ANSWER_MILLIS).toNanos();
            world.ownership.put(this, due.get(), () -> {
                waitingUntilNanos = 0;
                node.post(this::decide);
            });
        }
    }
}

package io.carillon.fanout.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Outcome;
import io.carillon.fanout.ownership.Partition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans followed step by step, as a leader does. */
class PlannerTest {

    private static final MoveLimits LIMITS = new MoveLimits(10, 2, 3);

    private final Planner planner = new Planner(LIMITS);
    private Cluster cluster = Cluster.EMPTY;
    private long index;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    @Test
    void assignsAllOrphansInOneStep() {
        founded(10, "a", "b");

        List<Command> steps = follow(Set.of(), true);

        assertThat(steps).hasSize(1).first().isInstanceOf(Command.Assign.class);
        assertThat(owned("a")).isEqualTo(5);
    }

    @Test
    void movesNoMoreAtOnceThanTheLimitsAllow() {
        founded(40, "a");
        follow(Set.of(), true);
        join("b");

        begin(Set.of(), true);

        assertThat(moving()).isEqualTo(LIMITS.perNode());
    }

    @Test
    void emptiesANodeWithinLimitsOfItsOwn() {
        founded(40, "a", "b");
        follow(Set.of(), true);
        obey(new Command.Drain("a", member("a").incarnation()));

        begin(Set.of(), false);

        assertThat(moving()).isEqualTo(LIMITS.perDrainingNode());
    }

    @Test
    void doesNotBalanceWhileANodeJoinsOrLeaves() {
        founded(10, "a");
        follow(Set.of(), true);
        join("b");
        register("c");

        assertThat(planner.next(cluster, Set.of(), true)).isEmpty();
        assertThat(planner.next(cluster, Set.of(), false)).isEmpty();
    }

    @Test
    void givesWhatAFencedNodeOwnedToTheOthersEvenly() {
        founded(9, "a", "b", "c");
        follow(Set.of(), true);

        obey(planner.fence(cluster, member("c"), Set.of()));

        assertThat(owned("a") + owned("b")).isEqualTo(9);
        assertThat(Math.abs(owned("a") - owned("b"))).isEqualTo(1);
    }

    @Test
    void fencesTheLastNodeAlthoughNobodyCanTakeOver() {
        founded(3, "a");
        follow(Set.of(), true);

        obey(planner.fence(cluster, member("a"), Set.of()));

        assertThat(cluster.partitions()).allMatch(partition -> partition.owner() == null);
        assertThat(planner.next(cluster, Set.of(), true)).isEmpty();
    }

    @Test
    void leavesPartitionsWithAShunnedNodeIfThereIsNoOther() {
        founded(3, "a");

        follow(Set.of("a"), true);

        assertThat(owned("a")).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void comesToABalanceWhateverHappensMeanwhile(long seed) {
        var random = new Random(seed);
        founded(1 + random.nextInt(60), "n0", "n1");
        for (int i = 2; i < 12; i++) {
            List<String> present = List.copyOf(cluster.members().keySet());
            String picked = present.get(random.nextInt(present.size()));
            switch (random.nextInt(4)) {
                case 0, 1 -> join("n" + i);
                case 2 ->
                    cluster = cluster.apply(
                                    ++index,
                                    new Command.Drain(picked, member(picked).incarnation()))
                            .cluster();
                default ->
                    cluster = cluster.apply(++index, planner.fence(cluster, member(picked), Set.of()))
                            .cluster();
            }
            begin(Set.of(), random.nextBoolean());
            assertThat(moving())
                    .isLessThanOrEqualTo(LIMITS.total(cluster.partitions().size()));
        }
        join("last");
        follow(Set.of(), true);
        for (Member member : List.copyOf(cluster.members().values())) {
            if (member.state() == Member.State.DRAINING) {
                obey(new Command.Remove(member.id(), member.incarnation()));
            }
        }
        follow(Set.of(), true);

        List<Integer> shares = cluster.members().values().stream()
                .filter(cluster::isEligible)
                .map(member -> owned(member.id()))
                .toList();
        assertThat(shares.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(cluster.partitions().size());
        assertThat(Collections.max(shares) - Collections.min(shares)).isLessThanOrEqualTo(1);
    }

    private void founded(int partitions, String... nodes) {
        obey(new Command.Found(new Generation("00000log", partitions), 0));
        for (String node : nodes) {
            join(node);
        }
    }

    private void register(String node) {
        obey(new Command.Register(node, 1, node, node, "", 1, "00000log", ""));
    }

    private void join(String node) {
        register(node);
        obey(new Command.Activate(node, member(node).incarnation()));
    }

    /** Takes steps until there are none, without any move being completed. */
    private void begin(Set<String> shunned, boolean mayBalance) {
        for (Optional<Command> step = planner.next(cluster, shunned, mayBalance);
                step.isPresent();
                step = planner.next(cluster, shunned, mayBalance)) {
            obey(step.get());
        }
    }

    /** Takes steps and completes moves until there are none, and returns the steps. */
    private List<Command> follow(Set<String> shunned, boolean mayBalance) {
        var steps = new java.util.ArrayList<Command>();
        while (true) {
            Optional<Command> step = planner.next(cluster, shunned, mayBalance);
            if (step.isPresent()) {
                obey(step.get());
                steps.add(step.get());
            } else if (moving() > 0) {
                completeOne();
            } else {
                return steps;
            }
        }
    }

    private void completeOne() {
        for (int number = 0; number < cluster.partitions().size(); number++) {
            Partition.Move move = cluster.partitions().get(number).move();
            if (move != null) {
                obey(new Command.CompleteMove(number, move.epoch()));
                return;
            }
        }
    }

    private long moving() {
        return cluster.partitions().stream()
                .filter(partition -> partition.move() != null)
                .count();
    }

    private int owned(String node) {
        return (int) cluster.partitions().stream()
                .filter(partition -> partition.isOwnedBy(node))
                .count();
    }

    private Member member(String node) {
        return Optional.ofNullable(cluster.members().get(node)).orElseThrow();
    }

    private void obey(Command command) {
        Outcome outcome = cluster.apply(++index, command);

        assertThat(outcome).as("%s", command).isInstanceOf(Outcome.Done.class);
        cluster = outcome.cluster();
    }
}

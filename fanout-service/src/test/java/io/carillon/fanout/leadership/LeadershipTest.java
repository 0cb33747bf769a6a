package io.carillon.fanout.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a leader decides, with the default times. */
class LeadershipTest {

    private static final Duration LEASE = LeaderTiming.DEFAULT.lease();
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Term term = new Term("a", "b", "c");

    @Test
    void sharesAtOnceWhenAllVotersAreThere() {
        term.report();
        term.settle();

        assertThat(term.shares()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        assertThat(term.agreed(Command.Assign.class)).hasSize(1);
        assertThat(term.agreed(Command.BeginMove.class)).isEmpty();
    }

    @Test
    void waitsAWhileForAVoterThatIsMissingWhenAClusterBegins() {
        term.silent.add("c");

        term.pass(LeaderTiming.DEFAULT.settle().minusMillis(500));
        assertThat(term.shares()).isEqualTo(Map.of("", 6));
        term.pass(Duration.ofSeconds(1));

        assertThat(term.shares()).isEqualTo(Map.of("a", 3, "b", 3));
    }

    @Test
    void fencesAMemberWhenItsLeaseIsOverAndNotBefore() {
        term.pass(LONG);
        term.silent.add("c");

        term.pass(LEASE);
        assertThat(term.member("c").state()).isEqualTo(Member.State.ACTIVE);
        term.pass(Duration.ofMillis(500));

        assertThat(term.member("c").state()).isEqualTo(Member.State.FENCED);
        assertThat(term.shares()).isEqualTo(Map.of("a", 3, "b", 3));
        assertThat(term.agreed(Command.Fence.class)).hasSize(1);
    }

    @Test
    void fencesAMemberAtOnceWhoseProcessIsGone() {
        term.pass(LONG);
        term.silent.add("c");

        term.leadership.left("c", 1, true);
        term.settle();

        assertThat(term.shares()).isEqualTo(Map.of("a", 3, "b", 3));
    }

    @Test
    void doesNotFenceAMemberWhoseSessionMerelyBroke() {
        term.pass(LONG);

        term.leadership.left("c", 1, false);
        term.settle();

        assertThat(term.member("c").state()).isEqualTo(Member.State.ACTIVE);
    }

    @Test
    void missesAProcessUntilItSpeaksAgain() {
        term.pass(LONG);
        assertThat(term.leadership.isMissing("c", 1)).isFalse();

        term.leadership.left("c", 1, false);
        assertThat(term.leadership.isMissing("c", 1)).isTrue();
        term.report();
        assertThat(term.leadership.isMissing("c", 1)).isFalse();

        term.changeLeader();
        assertThat(term.leadership.isMissing("c", 1)).isTrue();
    }

    @Test
    void doesNotFenceAProcessForTheEndOfTheOneBefore() {
        term.pass(LONG);
        term.processes.put("c", 2L);
        term.leadership.left("c", 1, false);
        term.pass(Duration.ofSeconds(1));

        term.leadership.left("c", 1, true);
        term.settle();

        assertThat(term.member("c").state()).isEqualTo(Member.State.ACTIVE);
        assertThat(term.member("c").start()).isEqualTo(2);
    }

    @Test
    void givesEverybodyAFullLeaseWhenItBegins() {
        term.pass(LONG);
        term.silent.add("c");
        term.pass(LEASE);

        term.changeLeader();
        term.pass(LEASE);
        assertThat(term.member("c").state()).isEqualTo(Member.State.ACTIVE);
        term.pass(LeaderTiming.DEFAULT.grace().plusSeconds(1));

        assertThat(term.member("c").state()).isEqualTo(Member.State.FENCED);
    }

    @Test
    void fencesAtOnceWhoDiedWithTheLeaderBefore() {
        term.pass(LONG);
        term.silent.add("c");

        term.changeLeader();
        term.leadership.left("c", 1, true);
        term.pass(Duration.ofMillis(500));

        assertThat(term.member("c").state()).isEqualTo(Member.State.FENCED);
        assertThat(term.member("b").state()).isEqualTo(Member.State.ACTIVE);
    }

    @Test
    void suspectsItselfWhenMostAreSilentAtOnce() {
        term.pass(LONG);

        term.sleep(Duration.ofSeconds(10));
        term.settle();
        assertThat(term.agreed(Command.Fence.class)).isEmpty();
        term.pass(LONG);

        assertThat(term.agreed(Command.Fence.class)).isEmpty();
    }

    @Test
    void doesNotFenceAMemberWhoseReportWaitedWhileTheLeaderItselfSlept() {
        term.pass(LONG);

        term.sleep(LEASE.plusSeconds(1));
        term.silent.add("c");
        term.report();
        term.settle();
        term.silent.remove("c");
        term.pass(LONG);

        assertThat(term.agreed(Command.Fence.class)).isEmpty();
    }

    @Test
    void fencesMostIfTheyStaySilentForAnotherLease() {
        term.pass(LONG);
        term.silent.addAll(Set.of("b", "c"));

        term.pass(LEASE.multipliedBy(2).plusSeconds(1));

        assertThat(term.shares()).isEqualTo(Map.of("a", 6));
    }

    @Test
    void registersAProcessThatComesBackAndLetsItGoOn() {
        term.pass(LONG);
        term.processes.put("c", 2L);
        term.leadership.left("c", 1, false);

        term.pass(Duration.ofMillis(500));

        assertThat(term.shares()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        assertThat(term.agreed(Command.Fence.class)).isEmpty();
    }

    @Test
    void doesNotListenToASecondProcessWithTheIdOfOneThatLives() {
        term.pass(LONG);
        long incarnation = term.member("c").incarnation();

        for (int i = 0; i < 10; i++) {
            term.leadership.heard(term.report("c", 2), term.nowNanos);
            term.pass(Duration.ofMillis(500));
        }

        assertThat(term.member("c").incarnation()).isEqualTo(incarnation);
    }

    @Test
    void takesAFencedMemberBackAndBalancesAfterAWhile() {
        term.pass(LONG);
        term.silent.add("c");
        term.pass(LEASE.plusSeconds(1));
        term.silent.remove("c");

        term.pass(LeaderTiming.DEFAULT.settle().plusSeconds(1));
        assertThat(term.shares()).isEqualTo(Map.of("a", 3, "b", 3));
        assertThat(term.member("c").state()).isEqualTo(Member.State.ACTIVE);
        term.pass(LONG);

        assertThat(term.shares()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        assertThat(term.agreed(Command.CompleteMove.class)).hasSize(2);
    }

    @Test
    void pausesBetweenTwoRoundsOfBalancing() {
        term.pass(LONG);
        term.processes.put("d", 1L);
        term.pass(LeaderTiming.DEFAULT
                .settle()
                .plus(LeaderTiming.DEFAULT.balance())
                .plusSeconds(2));
        assertThat(term.shares()).containsEntry("d", 1);
        term.agreed.clear();
        term.processes.put("e", 1L);

        term.pass(LeaderTiming.DEFAULT.pause().minusSeconds(3));
        assertThat(term.shares()).doesNotContainKey("e");
        term.pass(Duration.ofSeconds(5));

        assertThat(term.shares()).containsEntry("e", 1);
    }

    @Test
    void hasANodeThatIsTooBusyForLongExchangeAPartition() {
        term.pass(LONG);
        List<Integer> ofA = ownedBy("a");
        ofA.forEach(number -> term.rates.put(number, 1_000.0));
        ownedBy("b").forEach(number -> term.rates.put(number, 100.0));
        ownedBy("c").forEach(number -> term.rates.put(number, 200.0));
        term.agreed.clear();

        term.pass(LeaderTiming.DEFAULT.load().minusSeconds(1));
        assertThat(term.agreed).isEmpty();
        term.pass(LONG);

        assertThat(term.agreed(Command.CompleteMove.class)).hasSize(2);
        assertThat(term.shares()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        assertThat(ownedBy("b")).containsAnyElementsOf(ofA);
        assertThat(ownedBy("c")).doesNotContainAnyElementsOf(ofA);
    }

    private List<Integer> ownedBy(String node) {
        return IntStream.range(0, term.cluster.partitions().size())
                .filter(number -> term.cluster.partitions().get(number).isOwnedBy(node))
                .boxed()
                .toList();
    }

    @Test
    void emptiesAMemberThatLeavesAndForgetsItWhenItIsGone() {
        term.pass(LONG);
        term.leaving.add("b");

        term.pass(Duration.ofSeconds(2));
        assertThat(term.member("b").state()).isEqualTo(Member.State.DRAINING);
        assertThat(term.shares()).isEqualTo(Map.of("a", 3, "c", 3));
        term.silent.add("b");
        term.leadership.left("b", 1, true);
        term.settle();

        assertThat(term.cluster.members()).doesNotContainKey("b");
        assertThat(term.agreed(Command.Fence.class)).isEmpty();
    }

    @Test
    void givesUpAMoveWhoseTargetDoesNotGetReady() {
        term.pass(LONG);
        term.leaving.add("b");
        term.neverReady.add("a");

        term.pass(LONG);

        assertThat(term.agreed(Command.AbortMove.class)).isNotEmpty();
        assertThat(term.agreed(Command.CompleteMove.class)).isNotEmpty();
    }

    @Test
    void movesPartitionsAwayFromAnOwnerThatReadsNothingWhileOthersDo() {
        term.pass(LONG);
        term.fetchAges.put("b", Duration.ofSeconds(20));

        term.pass(Duration.ofSeconds(5));
        assertThat(term.shares()).isEqualTo(Map.of("a", 3, "c", 3));
        term.fetchAges.remove("b");
        term.pass(LONG.plus(LeaderTiming.DEFAULT.shun()));

        assertThat(term.shares()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
    }

    @Test
    void movesNothingWhenNobodyReads() {
        term.pass(LONG);
        term.agreed.clear();
        for (String node : term.processes.keySet()) {
            term.fetchAges.put(node, Duration.ofSeconds(20));
        }

        term.pass(LONG);

        assertThat(term.agreed).isEmpty();
    }

    @Test
    void movesNothingWhenTheLogComesBackAndOneFindsItBeforeTheOthers() {
        term.pass(LONG);
        term.agreed.clear();
        for (String node : term.processes.keySet()) {
            term.fetchAges.put(node, Duration.ofSeconds(20));
        }
        term.pass(LONG);

        term.fetchAges.remove("a");
        term.pass(LeaderTiming.DEFAULT.fetchAge().minusSeconds(1));
        term.fetchAges.clear();
        term.pass(LONG);

        assertThat(term.agreed).isEmpty();
    }

    @Test
    void movesPartitionsAwayFromAnOwnerThatMostEdgesCannotReach() {
        term.pass(LONG);
        term.edges.putAll(Map.of("edge-1", Set.of("b"), "edge-2", Set.of("b"), "edge-3", Set.of()));

        term.pass(Duration.ofSeconds(5));

        assertThat(term.shares()).isEqualTo(Map.of("a", 3, "c", 3));
    }

    @Test
    void foundsNothingBeforeTheLogIsConfirmed() {
        term.logIsConfirmed = false;
        term.pass(LONG);
        assertThat(term.agreed).isEmpty();

        term.logIsConfirmed = true;
        term.pass(LONG);
        assertThat(term.shares()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
    }

    @Test
    void leavesTheLogOfOthersAloneWhileItsOwnIsNotConfirmed() {
        term.pass(LONG);
        var successor = new Generation("00001log", 6);
        term.cluster = term.cluster
                .apply(1_000, new Command.ChangeGeneration(Term.LOG.id(), successor))
                .cluster();
        term.logIsConfirmed = false;

        term.pass(LONG);

        assertThat(term.agreed(Command.ChangeGeneration.class)).isEmpty();
        assertThat(term.cluster.generation()).isEqualTo(successor);
    }

    @Test
    void movesNothingForHalfOfTheEdgesOrForAnEdgeThatReachesHardlyAnybody() {
        term.pass(LONG);
        term.agreed.clear();

        term.edges.putAll(Map.of("edge-1", Set.of("b"), "edge-2", Set.of()));
        term.pass(LONG);
        term.edges.clear();
        term.edges.put("edge-1", Set.of("b", "c"));
        term.pass(LONG);

        assertThat(term.agreed).isEmpty();
    }

    @Test
    void forgetsAMemberThatIsLongGone() {
        term.pass(LONG);
        term.silent.add("c");

        term.pass(LeaderTiming.DEFAULT.forget().plus(LONG));

        assertThat(term.cluster.members()).containsOnlyKeys("a", "b");
    }
}

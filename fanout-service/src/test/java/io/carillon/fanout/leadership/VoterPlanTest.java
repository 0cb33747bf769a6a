package io.carillon.fanout.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoterPlanTest {

    private static final Duration REPLACE = Duration.ofSeconds(60);

    private long nowNanos;

    @Test
    void changesNothingWhileAllIsWell() {
        var plan = new VoterPlan(3, REPLACE);

        assertThat(next(plan, Set.of("a", "b", "c"), Set.of("a", "b", "c", "d")))
                .isEmpty();
    }

    @Test
    void givesTheVoteOfADeadVoterToALiveNodeAfterAWhileAndNotBefore() {
        var plan = new VoterPlan(3, REPLACE);
        next(plan, Set.of("a", "b", "c"), Set.of("a", "b", "d"));

        nowNanos += REPLACE.toNanos() - 1;
        assertThat(next(plan, Set.of("a", "b", "c"), Set.of("a", "b", "d"))).isEmpty();
        nowNanos++;

        assertThat(next(plan, Set.of("a", "b", "c"), Set.of("a", "b", "d"))).contains(Set.of("a", "b", "d"));
    }

    @Test
    void startsCountingAnewWhenAVoterWasBackMeanwhile() {
        var plan = new VoterPlan(3, REPLACE);
        next(plan, Set.of("a", "b", "c"), Set.of("a", "b", "d"));
        nowNanos += REPLACE.toNanos() - 1;
        next(plan, Set.of("a", "b", "c"), Set.of("a", "b", "c", "d"));

        nowNanos++;

        assertThat(next(plan, Set.of("a", "b", "c"), Set.of("a", "b", "d"))).isEmpty();
    }

    @Test
    void leavesADeadVoterItsVoteIfThereIsNobodyElse() {
        var plan = new VoterPlan(3, REPLACE);
        next(plan, Set.of("a", "b", "c"), Set.of("a", "b"));

        nowNanos += REPLACE.multipliedBy(10).toNanos();

        assertThat(next(plan, Set.of("a", "b", "c"), Set.of("a", "b"))).isEmpty();
    }

    @Test
    void makesOneVoterMoreAtATime() {
        var plan = new VoterPlan(5, REPLACE);

        assertThat(next(plan, Set.of("a", "b", "c"), Set.of("a", "b", "c", "d", "e")))
                .contains(Set.of("a", "b", "c", "d"));
        assertThat(next(plan, Set.of("a", "b", "c", "d"), Set.of("a", "b", "c", "d", "e")))
                .contains(Set.of("a", "b", "c", "d", "e"));
    }

    @Test
    void takesOneVoteAwayAtATimeAndNeverTheLeaders() {
        var plan = new VoterPlan(3, REPLACE);
        Set<String> live = Set.of("a", "b", "c", "d", "z");

        assertThat(plan.next("z", Set.of("a", "b", "c", "d", "z"), live, nowNanos))
                .contains(Set.of("a", "b", "c", "z"));
        assertThat(plan.next("z", Set.of("a", "b", "c", "z"), live, nowNanos)).contains(Set.of("a", "b", "z"));
        assertThat(plan.next("z", Set.of("a", "b", "z"), live, nowNanos)).isEmpty();
    }

    @Test
    void goesNotBelowThreeByItself() {
        var plan = new VoterPlan(1, REPLACE);

        assertThat(next(plan, Set.of("a", "b", "c"), Set.of("a", "b", "c"))).isEmpty();
    }

    private Optional<Set<String>> next(VoterPlan plan, Set<String> voters, Set<String> live) {
        return plan.next("a", voters, live, nowNanos);
    }
}

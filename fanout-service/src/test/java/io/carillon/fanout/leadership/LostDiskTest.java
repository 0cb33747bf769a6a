package io.carillon.fanout.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.fanout.ownership.Member;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a leader does about nodes whose disk is not the one that their vote was kept on. */
class LostDiskTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Term term = new Term("a", "b", "c");

    @BeforeEach
    void begin() {
        term.disks.putAll(Map.of("a", "one", "b", "two", "c", "three"));
        term.pass(LONG);
    }

    @Test
    void takesNoVoterBackThatHasLostItsDisk() {
        term.silent.add("c");
        term.pass(LONG);

        comeBackBlank();

        assertThat(term.member("c").state()).isEqualTo(Member.State.FENCED);
        assertThat(term.cluster.disks()).containsEntry("c", "three");
    }

    @Test
    void takesANodeBackThatHasLostItsDiskAndHasNoVoteAnyMore() {
        term.silent.add("c");
        term.pass(LONG);
        term.voters = Set.of("a", "b", "d");

        comeBackBlank();

        assertThat(term.member("c").state()).isEqualTo(Member.State.ACTIVE);
        assertThat(term.cluster.disks()).containsEntry("c", "blank");
    }

    @Test
    void remembersTheDiskOfAVoterThatLeftAndForgetsThatOfAnybodyElse() {
        term.leaving.add("c");
        term.pass(LONG);
        term.silent.add("c");
        term.pass(LONG);
        assertThat(term.cluster.members()).doesNotContainKey("c");
        assertThat(term.cluster.disks()).containsEntry("c", "three");

        term.voters = Set.of("a", "b", "d");
        term.pass(LONG);

        assertThat(term.cluster.disks()).containsOnlyKeys("a", "b");
    }

    private void comeBackBlank() {
        term.silent.clear();
        term.disks.put("c", "blank");
        term.processes.put("c", 2L);
        term.pass(LONG);
    }
}

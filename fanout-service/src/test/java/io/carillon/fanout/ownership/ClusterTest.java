package io.carillon.fanout.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each command on both sides of what it relies on. */
class ClusterTest {

    private static final Generation LOG = new Generation("00000log", 3);
    private static final Generation NEW_LOG = new Generation("0newlog0", 2);

    private Cluster cluster = Cluster.EMPTY;
    private long index;

    @Test
    void isFoundedOnce() {
        done(new Command.Found(LOG, 1_000));

        assertThat(cluster.version()).isEqualTo(1_001);
        assertThat(cluster.partitions()).hasSize(3).containsOnly(new Partition(null, 0, 1_000, null));
        assertThat(stale(new Command.Found(NEW_LOG, 2_000))).isEqualTo("the cluster is founded already");
    }

    @Test
    void makesANodeAMemberThatOwnsNothingYet() {
        founded();

        register("a", 1);

        assertThat(member("a").state()).isEqualTo(Member.State.JOINING);
        assertThat(member("a").incarnation()).isEqualTo(index);
        assertThat(stale(new Command.Assign(List.of(grant(0, "a"))))).isEqualTo("none of the grants holds");
    }

    @Test
    void registersAProcessOnce() {
        founded();
        register("a", 1);

        assertThat(stale(registration("a", 1))).isEqualTo("this process of a is a member already");
    }

    @Test
    void letsAProcessThatComesBackGoOnUnderNewEpochs() {
        founded();
        active("a", 1);
        done(new Command.Assign(List.of(grant(0, "a"), grant(1, "a"))));
        long epoch = partition(0).epoch();

        register("a", 2);

        assertThat(member("a").state()).isEqualTo(Member.State.ACTIVE);
        assertThat(partition(0)).isEqualTo(new Partition("a", epoch + 1, epoch + 1, null));
        assertThat(partition(2).owner()).isNull();
    }

    @Test
    void takesAFencedProcessBackAsOneThatJoins() {
        founded();
        active("a", 1);
        long before = member("a").incarnation();
        done(new Command.Fence("a", before, List.of()));

        register("a", 1);

        assertThat(member("a").state()).isEqualTo(Member.State.JOINING);
        assertThat(member("a").incarnation()).isGreaterThan(before);
    }

    @Test
    void givesUpAMoveToAProcessThatIsAnotherByNow() {
        founded();
        active("a", 1);
        active("b", 1);
        done(new Command.Assign(List.of(grant(0, "a"))));
        done(moveTo(0, "b"));

        register("b", 2);

        assertThat(partition(0).move()).isNull();
        assertThat(partition(0).owner()).isEqualTo("a");
    }

    @Test
    void activatesOnlyAMemberThatIsJoiningAsThisIncarnation() {
        founded();
        register("a", 1);
        long incarnation = member("a").incarnation();

        stale(new Command.Activate("a", incarnation + 1));
        stale(new Command.Activate("b", incarnation));
        done(new Command.Activate("a", incarnation));
        stale(new Command.Activate("a", incarnation));

        assertThat(member("a").state()).isEqualTo(Member.State.ACTIVE);
    }

    @Test
    void drainsAMemberOfThisIncarnationWhichThenKeepsWhatItHasAndGetsNothing() {
        founded();
        active("a", 1);
        active("b", 1);
        done(new Command.Assign(List.of(grant(0, "a"), grant(1, "b"))));
        done(moveTo(1, "a"));

        stale(new Command.Drain("a", member("a").incarnation() + 1));
        done(new Command.Drain("a", member("a").incarnation()));

        assertThat(partition(0).owner()).isEqualTo("a");
        assertThat(partition(1)).isEqualTo(new Partition("b", 1_001, 1_002, null));
        stale(new Command.Assign(List.of(grant(2, "a"))));
        stale(moveTo(1, "a"));
        stale(new Command.Drain("a", member("a").incarnation()));
    }

    @Test
    void fencesAMemberAndGivesItsPartitionsToOthersInOne() {
        founded();
        active("a", 1);
        active("b", 1);
        done(new Command.Assign(List.of(grant(0, "a"), grant(1, "a"), grant(2, "b"))));

        done(new Command.Fence("a", member("a").incarnation(), List.of(grant(0, "b"), grant(1, "b"), grant(2, "b"))));

        assertThat(member("a").state()).isEqualTo(Member.State.FENCED);
        assertThat(partition(0)).isEqualTo(new Partition("b", 1_002, 1_002, null));
        assertThat(partition(1)).isEqualTo(new Partition("b", 1_002, 1_002, null));
        assertThat(partition(2)).isEqualTo(new Partition("b", 1_001, 1_001, null));
    }

    @Test
    void fencesNobodyOfAnotherIncarnationAndNobodyTwice() {
        founded();
        active("a", 1);
        long incarnation = member("a").incarnation();

        stale(new Command.Fence("a", incarnation - 1, List.of()));
        stale(new Command.Fence("b", incarnation, List.of()));
        done(new Command.Fence("a", incarnation, List.of()));
        stale(new Command.Fence("a", incarnation, List.of()));
    }

    @Test
    void leavesAPartitionToNobodyWhereAGrantDoesNotHold() {
        founded();
        active("a", 1);
        active("b", 1);
        register("c", 1);
        done(new Command.Assign(List.of(grant(0, "a"), grant(1, "a"), grant(2, "a"))));
        var ofAnEarlierEpoch = new Command.Grant(0, 1_000, "b", member("b").incarnation());
        var toAnEarlierIncarnation =
                new Command.Grant(1, 1_001, "b", member("b").incarnation() - 1);
        var toOneThatJoins = grant(2, "c");

        done(new Command.Fence(
                "a", member("a").incarnation(), List.of(ofAnEarlierEpoch, toAnEarlierIncarnation, toOneThatJoins)));

        assertThat(cluster.partitions()).containsOnly(new Partition(null, 1_001, 1_001, null));
    }

    @Test
    void givesAPartitionWhoseOwnerIsFencedToTheTargetOfItsMoveUnderTheEpochOfTheMove() {
        founded();
        active("a", 1);
        active("b", 1);
        active("c", 1);
        done(new Command.Assign(List.of(grant(0, "a"))));
        done(moveTo(0, "b"));

        done(new Command.Fence("a", member("a").incarnation(), List.of(grant(0, "c"))));

        assertThat(partition(0)).isEqualTo(new Partition("b", 1_002, 1_002, null));
    }

    @Test
    void neverUsesTheEpochOfAMoveAgainThatWasGivenUp() {
        founded();
        active("a", 1);
        active("b", 1);
        done(new Command.Assign(List.of(grant(0, "a"))));
        done(moveTo(0, "b"));
        done(new Command.Fence("b", member("b").incarnation(), List.of()));
        active("c", 1);

        done(moveTo(0, "c"));

        assertThat(partition(0)).isEqualTo(new Partition("a", 1_001, 1_003, new Partition.Move("c", 1_003)));
    }

    @Test
    void removesOnlyAMemberThatIsOutOfServiceAndOwnsNothing() {
        founded();
        active("a", 1);
        active("b", 1);
        done(new Command.Assign(List.of(grant(0, "a"))));
        long incarnation = member("a").incarnation();

        assertThat(stale(new Command.Remove("a", incarnation))).isEqualTo("member a is in service");
        done(new Command.Drain("a", incarnation));
        assertThat(stale(new Command.Remove("a", incarnation))).isEqualTo("member a still owns partitions");
        done(moveTo(0, "b"));
        done(new Command.CompleteMove(0, 1_002));
        stale(new Command.Remove("a", incarnation + 1));
        done(new Command.Remove("a", incarnation));

        assertThat(cluster.members()).containsOnlyKeys("b");
    }

    @Test
    void beginsAMoveOnlyOfWhatIsOwnedAtThisEpochAndOnlyOnce() {
        founded();
        active("a", 1);
        active("b", 1);
        done(new Command.Assign(List.of(grant(0, "a"))));
        long b = member("b").incarnation();

        stale(new Command.BeginMove(0, 1_000, "b", b));
        stale(new Command.BeginMove(0, 1_001, "b", b - 1));
        stale(new Command.BeginMove(0, 1_001, "a", member("a").incarnation()));
        stale(new Command.BeginMove(1, 0, "b", b));
        stale(new Command.BeginMove(3, 0, "b", b));
        done(new Command.BeginMove(0, 1_001, "b", b));
        stale(new Command.BeginMove(0, 1_001, "b", b));
    }

    @Test
    void completesOrGivesUpOnlyTheMoveThatIsUnderWay() {
        founded();
        active("a", 1);
        active("b", 1);
        done(new Command.Assign(List.of(grant(0, "a"), grant(1, "a"))));
        done(moveTo(0, "b"));
        done(moveTo(1, "b"));

        stale(new Command.CompleteMove(0, 1_001));
        stale(new Command.AbortMove(0, 1_003));
        done(new Command.CompleteMove(0, 1_002));
        stale(new Command.CompleteMove(0, 1_002));
        stale(new Command.AbortMove(0, 1_002));
        done(new Command.AbortMove(1, 1_002));

        assertThat(partition(0)).isEqualTo(new Partition("b", 1_002, 1_002, null));
        assertThat(partition(1)).isEqualTo(new Partition("a", 1_001, 1_002, null));
    }

    @Test
    void ownsNothingOfALogThatWasMadeAnewAndGoesOnWithTheEpochs() {
        founded();
        active("a", 1);
        done(new Command.Assign(List.of(grant(0, "a"))));

        stale(new Command.ChangeGeneration("another0", NEW_LOG));
        stale(new Command.ChangeGeneration(LOG.id(), LOG));
        done(new Command.ChangeGeneration(LOG.id(), NEW_LOG));

        assertThat(cluster.generation()).isEqualTo(NEW_LOG);
        assertThat(cluster.partitions()).hasSize(2).containsOnly(new Partition(null, 0, 1_001, null));
        // It still reads the log that is gone.
        stale(new Command.Assign(List.of(grant(0, "a"))));
    }

    @Test
    void changesNothingAndNoVersionForACommandThatIsStale() {
        founded();
        Cluster before = cluster;

        stale(new Command.CompleteMove(0, 1));

        assertThat(cluster).isSameAs(before);
    }

    @Test
    void tellsEdgesOfEveryMemberTheyMayHaveToGoTo() {
        founded();
        active("a", 1);
        register("b", 1);
        active("c", 1);
        done(new Command.Assign(List.of(grant(0, "a"))));
        done(new Command.Fence("c", member("c").incarnation(), List.of()));

        assertThat(cluster.table().nodes()).isEqualTo(Map.of("a", "a:9090", "b", "b:9090"));
        assertThat(cluster.table().partitions().getFirst().owner()).contains("a");
        assertThat(cluster.table().partitions().get(1).owner()).isEmpty();
    }

    @Test
    void isTheSameEverywhereForTheSameCommands() {
        founded();
        active("a", 1);
        done(new Command.Assign(List.of(grant(0, "a"), grant(2, "a"))));
        var commands = List.of(
                new Command.Found(LOG, 1_000),
                registration("a", 1),
                new Command.Activate("a", 2),
                new Command.Assign(List.of(grantOf(0, 0, "a", 2), grantOf(2, 0, "a", 2))));

        Cluster elsewhere = Cluster.EMPTY;
        for (int i = 0; i < commands.size(); i++) {
            elsewhere = elsewhere.apply(i + 1, new ArrayList<>(commands).get(i)).cluster();
        }

        assertThat(elsewhere).isEqualTo(cluster);
    }

    private void founded() {
        done(new Command.Found(LOG, 1_000));
    }

    private void register(String node, long start) {
        done(registration(node, start));
    }

    private void active(String node, long start) {
        register(node, start);
        done(new Command.Activate(node, member(node).incarnation()));
    }

    @Test
    void keepsTheDiskOfANodeUntilItIsToldToForgetIt() {
        founded();
        register("a", 1);
        assertThat(cluster.disks()).isEqualTo(Map.of("a", "disk of a"));
        assertThat(stale(new Command.ForgetDisk("a", "disk of a")))
                .startsWith("disk of a is disk of a, and its member");

        done(new Command.Fence("a", member("a").incarnation(), List.of()));
        done(new Command.Remove("a", member("a").incarnation()));
        assertThat(cluster.disks()).isEqualTo(Map.of("a", "disk of a"));
        assertThat(stale(new Command.ForgetDisk("a", "another")))
                .isEqualTo("disk of a is disk of a, and its member null");
        done(new Command.ForgetDisk("a", "disk of a"));

        assertThat(cluster.disks()).isEmpty();
    }

    private static Command.Register registration(String node, long start) {
        return new Command.Register(node, start, node + ":9090", node + ":9091", "", 1, LOG.id(), "disk of " + node);
    }

    private Command.Grant grant(int partition, String node) {
        return grantOf(
                partition, partition(partition).epoch(), node, member(node).incarnation());
    }

    private static Command.Grant grantOf(int partition, long epoch, String node, long incarnation) {
        return new Command.Grant(partition, epoch, node, incarnation);
    }

    private Command moveTo(int partition, String node) {
        return new Command.BeginMove(
                partition, partition(partition).epoch(), node, member(node).incarnation());
    }

    private Member member(String node) {
        return Optional.ofNullable(cluster.members().get(node)).orElseThrow();
    }

    private Partition partition(int number) {
        return cluster.partitions().get(number);
    }

    private void done(Command command) {
        Outcome outcome = cluster.apply(++index, command);

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(outcome.cluster().version()).isGreaterThan(cluster.version());
        cluster = outcome.cluster();
    }

    private String stale(Command command) {
        Outcome outcome = cluster.apply(++index, command);

        assertThat(outcome).isInstanceOf(Outcome.Stale.class);
        assertThat(outcome.cluster()).isSameAs(cluster);
        return ((Outcome.Stale) outcome).reason();
    }
}

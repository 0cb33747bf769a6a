package io.carillon.fanout.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.position.Generation;
import io.carillon.core.table.PartitionTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the node called "a" serves while the cluster changes. */
class HoldingsTest {

    private static final Generation LOG = new Generation("00000log", 2);
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final Holdings holdings = new Holdings("a", 1, LINGER);
    private Cluster cluster = Cluster.EMPTY;
    private long index;
    private long nowNanos;

    @Test
    void servesWhatItOwns() {
        ownedByA();

        assertThat(served(0)).contains(1L);
        assertThat(served(1)).isEmpty();
    }

    @Test
    void servesNothingOfWhatWasGivenToAnotherOfItsProcesses() {
        ownedByA();

        PartitionTable table = new Holdings("a", 2, LINGER).follow(cluster, nowNanos);

        assertThat(table.partitions()).allMatch(entry -> entry.serving().isEmpty());
    }

    @Test
    void makesReadyWhatIsMovingHereUnderTheEpochThatItWillHave() {
        ownedByA();
        obey(new Command.Assign(List.of(grant(1, "b"))));
        obey(new Command.BeginMove(1, 1, "a", incarnation("a")));

        assertThat(served(1)).contains(2L);
        obey(new Command.CompleteMove(1, 2));

        assertThat(served(1)).contains(2L);
    }

    @Test
    void dropsWhatWasMovingHereWhenTheMoveIsGivenUp() {
        ownedByA();
        obey(new Command.Assign(List.of(grant(1, "b"))));
        obey(new Command.BeginMove(1, 1, "a", incarnation("a")));
        served(1);

        obey(new Command.AbortMove(1, 2));

        assertThat(served(1)).isEmpty();
    }

    @Test
    void goesOnForAWhileWithWhatAnotherOwnsByNow() {
        ownedByA();
        served(0);
        obey(new Command.BeginMove(0, 1, "b", incarnation("b")));
        obey(new Command.CompleteMove(0, 2));

        assertThat(served(0)).contains(1L);
        nowNanos += LINGER.toNanos() - 1;
        assertThat(served(0)).contains(1L);
        nowNanos++;
        assertThat(served(0)).isEmpty();
    }

    @Test
    void goesOnWithWhatNobodyOwns() {
        ownedByA();
        served(0);
        obey(new Command.Fence("a", incarnation("a"), List.of()));

        nowNanos += LINGER.multipliedBy(10).toNanos();

        assertThat(served(0)).contains(1L);
    }

    @Test
    void servesNothingOfALogThatIsGone() {
        ownedByA();
        served(0);

        obey(new Command.ChangeGeneration(LOG.id(), new Generation("0newlog0", 2)));

        assertThat(served(0)).isEmpty();
    }

    @Test
    void asksForAClusterThatIsFounded() {
        assertThatThrownBy(() -> holdings.follow(Cluster.EMPTY, 0))
                .hasMessage("cluster: not founded (expected: one with a table)");
    }

    private void ownedByA() {
        obey(new Command.Found(LOG, 0));
        for (String node : List.of("a", "b")) {
            obey(new Command.Register(node, 1, node, node, "", 1, LOG.id(), ""));
            obey(new Command.Activate(node, incarnation(node)));
        }
        obey(new Command.Assign(List.of(grant(0, "a"))));
    }

    private Command.Grant grant(int partition, String node) {
        return new Command.Grant(partition, cluster.partitions().get(partition).epoch(), node, incarnation(node));
    }

    private long incarnation(String node) {
        return Optional.ofNullable(cluster.members().get(node)).orElseThrow().incarnation();
    }

    private void obey(Command command) {
        Outcome outcome = cluster.apply(++index, command);

        assertThat(outcome).as("%s", command).isInstanceOf(Outcome.Done.class);
        cluster = outcome.cluster();
    }

    /** Returns the epoch under which the node serves a partition, if it does. */
    private Optional<Long> served(int partition) {
        return Optional.of(holdings.follow(cluster, nowNanos).partitions().get(partition))
                .filter(entry -> entry.serving().equals(List.of("a")))
                .map(PartitionTable.Entry::epoch);
    }
}

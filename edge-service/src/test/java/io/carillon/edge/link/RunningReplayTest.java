package io.carillon.edge.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One partition; who asks for a replay calls it 100, the owners know it by other numbers. */
class RunningReplayTest {

    private static final long WEIGHT = publication(11).weight();

    private final List<String> done = new ArrayList<>();
    private final FollowedPartition partition = new FollowedPartition(0, 10_000, new Recorder(done));

    @Test
    void asksTheOwnerAndPassesPartsOnToWhoeverAsked() {
        attach("A", 1, 20);
        partition.replay(wanted(10, 20));

        part("A", 1, 1, 10, 15, 11);
        partition.grantReplay(100, WEIGHT);
        part("A", 1, 1, 15, 20, 16);
        partition.grantReplay(100, WEIGHT);

        assertThat(done)
                .containsExactly(
                        "A: replay 1 (10, 20] credit 200",
                        "replayed 100 (10, 15] [11]",
                        "A: grant 1 " + WEIGHT,
                        "replayed 100 (15, 20] [16] done");
    }

    @Test
    void asksTheNextOwnerForTheRest() {
        attach("A", 1, 20);
        partition.replay(wanted(10, 20));
        part("A", 1, 1, 10, 15, 11);
        attach("B", 2, 20);
        done.clear();

        part("A", 1, 1, 15, 20, 16);
        part("B", 2, 2, 15, 20, 16);

        assertThat(done).containsExactly("replayed 100 (15, 20] [16] done");
    }

    @Test
    void asksForWhatIsStillMissingWithinTheRoomThatIsLeft() {
        attach("A", 1, 20);
        partition.replay(wanted(10, 20));
        part("A", 1, 1, 10, 15, 11);
        done.clear();

        attach("B", 2, 20);

        assertThat(done).containsExactly("B: cancel 1", "B: replay 2 (15, 20] credit " + (200 - WEIGHT));
    }

    @Test
    void doesNotTakeWhatIsUnderWayOfAnEarlierRequestForAnAnswerToALaterOne() {
        attach("A", 1, 20);
        partition.attachAt("A", 3);
        partition.replay(wanted(10, 20));
        attached("A", 3, 20);
        assertThat(done)
                .containsExactly("A: replay 1 (10, 20] credit 200", "A: cancel 1", "A: replay 2 (10, 20] credit 200");
        done.clear();

        part("A", 3, 1, 10, 15, 11);
        part("A", 3, 2, 10, 15, 11);

        assertThat(done).containsExactly("replayed 100 (10, 15] [11]");
    }

    @Test
    void waitsForAnOwnerWhereThereIsNone() {
        partition.replay(wanted(10, 20));
        assertThat(done).isEmpty();

        attach("A", 1, 20);

        assertThat(done).containsExactly("A: replay 1 (10, 20] credit 200");
    }

    @Test
    void forgetsWhatIsNoLongerWanted() {
        attach("A", 1, 20);
        partition.replay(wanted(10, 20));
        done.clear();

        partition.cancelReplay(100);
        part("A", 1, 1, 10, 15, 11);
        attach("B", 2, 20);

        assertThat(done).containsExactly("A: cancel 1");
    }

    private static ToOwner.Replay wanted(long after, long until) {
        return new ToOwner.Replay(100, 0, List.of("a"), after, 0, 0, until, 200);
    }

    private void attach(String node, long epoch, long position) {
        partition.attachAt(node, epoch);
        attached(node, epoch, position);
    }

    private void attached(String node, long epoch, long position) {
        partition.attached(node, new ToEdge.Attached(0, epoch, position, Long.MAX_VALUE, 0));
    }

    private void part(String node, long epoch, long number, long after, long through, long offset) {
        partition.replayPart(
                node,
                new ToEdge.ReplayPart(
                        number, 0, epoch, after, through, through == 20, false, List.of(publication(offset))));
    }

    private static Publication publication(long offset) {
        return new Publication("a", 0, offset, 0, Payload.of("1"));
    }

    /** Writes down what is said about replays. */
    private record Recorder(List<String> done) implements Mesh.Output {

        @Override
        public void open(String node, String address) {}

        @Override
        public void close(String node) {}

        @Override
        public void send(String node, ToOwner message) {
            switch (message) {
                case ToOwner.Replay replay ->
                    done.add(node + ": replay " + replay.id() + " (" + replay.after() + ", " + replay.until()
                            + "] credit " + replay.creditBytes());
                case ToOwner.GrantReplay grant -> done.add(node + ": grant " + grant.id() + " " + grant.bytes());
                case ToOwner.CancelReplay cancel -> done.add(node + ": cancel " + cancel.id());
                case ToOwner.Attach _,
                        ToOwner.Detach _,
                        ToOwner.ChangeInterests _,
                        ToOwner.Grant _,
                        ToOwner.Heartbeat _ -> {
                    // Others test what is live.
                }
            }
        }

        @Override
        public void advanced(int partition, long through, long timeMillis, List<Publication> publications) {}

        @Override
        public void lost(int partition, long from, long to, long timeMillis) {}

        @Override
        public void effective(int partition, long revision) {}

        @Override
        public void replayed(ToEdge.ReplayPart part) {
            done.add("replayed " + part.id() + " (" + part.after() + ", " + part.through() + "] "
                    + part.publications().stream().map(Publication::offset).toList() + (part.done() ? " done" : ""));
        }

        @Override
        public void fenced(int partition, long epoch, long leastEpoch) {}
    }
}

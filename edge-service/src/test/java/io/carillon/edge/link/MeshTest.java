package io.carillon.edge.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.link.Interest;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.table.PartitionTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One partition, moved between nodes A, B and C; what the mesh does is recorded as words, in order. */
class MeshTest {

    private static final long WINDOW = 1_000;
    private static final LinkTiming TIMING = new LinkTiming(
            Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMillis(10), Duration.ofMillis(20));

    private final List<String> done = new ArrayList<>();
    private final Recorder recorder = new Recorder(done);
    private final Mesh mesh = new Mesh(1, TIMING, WINDOW, new SplittableRandom(1), recorder);
    private long version;
    private long now;

    @Test
    void takesInterestBeforeThereIsATable() {
        mesh.change(0, Interest.of("a", 1));
        mesh.flush();
        own("A", 1);

        assertThat(done).containsExactly("open A", "attach A epoch 1 after -2 revision 2 [a]");
    }

    @Test
    void ignoresATableThatIsOlderThanItsOwn() {
        own("A", 1);
        own("A", 2);
        PartitionTable old = table(1, 3, "B");
        done.clear();

        mesh.follow(old, now);

        assertThat(done).isEmpty();
    }

    @Test
    void attachesAtTheNewOwnerWhileTheOldOneGoesOn() {
        following("A", 1, 10);
        own("B", 2);
        batch("A", 1, 10, 11, 11);
        attached("B", 2, 10);
        batch("A", 1, 11, 12, 12);
        batch("B", 2, 10, 12, 11, 12);

        assertThat(done)
                .containsExactly(
                        "open B",
                        "attach B epoch 2 after 10 revision 2 []",
                        "advanced 11 [11]",
                        "detach A",
                        "effective 2",
                        "fenced 1 < 2",
                        "advanced 12 [12]");
        assertThat(mesh.leastEpoch(0)).isEqualTo(2);
    }

    @Test
    void keepsTheLinkToAnOwnerThatTheTableNoLongerNamesUntilTheNextHasAnswered() {
        following("A", 1, 10);
        own("B", 2);
        mesh.tick(now);
        assertThat(done).doesNotContain("close A");

        attached("B", 2, 10);
        mesh.tick(now);

        assertThat(done).contains("close A");
    }

    @Test
    void dropsAnOlderEpochOfTheSameNode() {
        following("A", 1, 10);
        own("A", 3);
        attached("A", 3, 10);
        done.clear();

        batch("A", 1, 10, 11, 11);

        assertThat(done).containsExactly("fenced 1 < 3");
    }

    @Test
    void doesNotGoBackToAnOlderEpochThatALateTableNames() {
        following("A", 1, 10);
        own("B", 2);
        attached("B", 5, 10);
        done.clear();

        own("A", 4);

        assertThat(done).noneMatch(what -> what.startsWith("attach"));
    }

    @Test
    void attachesAnewWhereABatchIsMissing() {
        following("A", 1, 10);

        batch("A", 1, 12, 14, 13);

        assertThat(done).containsExactly("attach A epoch 1 after 10 revision 2 []");
    }

    @Test
    void doesNotTakeTheAnswerToAnEarlierAttachForThatToALaterOne() {
        following("A", 1, 10);
        batch("A", 1, 12, 14, 13);
        done.clear();

        mesh.received("A", new ToEdge.Attached(0, 1, 14, 1, 0), now);
        assertThat(done).isEmpty();

        attached("A", 1, 10);
        batch("A", 1, 10, 14, 11, 13);
        assertThat(done).containsExactly("effective 2", "advanced 14 [11, 13]");
    }

    @Test
    void tellsWhatTheLogHasLost() {
        following("A", 1, 10);

        attached("A", 1, 20);

        assertThat(done).containsExactly("lost 10 to 20", "effective 1");
    }

    @Test
    void letsChangesWaitWhileAnAttachIsUnderWay() {
        following("A", 1, 10);
        own("B", 2);
        done.clear();

        long revision = mesh.change(0, Interest.of("a", 1));
        mesh.flush();
        assertThat(done).isEmpty();

        attached("B", 2, 10);
        mesh.flush();
        assertThat(done).containsExactly("detach A", "effective 2", "change B revision " + revision + " [a]");
    }

    @Test
    void detachesAnAttachThatItGivesUp() {
        following("A", 1, 10);
        own("B", 2);
        done.clear();

        own("C", 3);

        assertThat(done).containsExactly("open C", "detach B", "attach C epoch 3 after 10 revision 3 []");
    }

    @Test
    void givesRoomBackOnceAQuarterOfTheWindowIsDealtWith() {
        following("A", 1, 10);
        int weight = publication(11).weight();
        batch("A", 1, 10, 14, 11, 12, 13, 14);
        done.clear();

        mesh.grant(0, 3L * weight);
        assertThat(done).isEmpty();

        mesh.grant(0, weight);
        assertThat(done).containsExactly("grant A " + 4 * weight);
    }

    @Test
    void attachesWithTheRoomThatIsLeft() {
        following("A", 1, 10);
        batch("A", 1, 10, 12, 11, 12);

        own("B", 2);

        assertThat(recorder.credits)
                .last()
                .isEqualTo(WINDOW - 2L * publication(11).weight());
    }

    @Test
    void comesBackFromWhereItStandsAfterALinkIsLost() {
        following("A", 1, 10);
        mesh.linkClosed("A", now);
        assertThat(mesh.attachedPartitions()).isZero();

        now += Duration.ofMillis(20).toNanos();
        mesh.tick(now);
        openWhatWaits();

        assertThat(done).containsExactly("open A", "attach A epoch 1 after 10 revision 2 []");
    }

    @Test
    void givesASilentLinkUpAndSaysThatItLivesItself() {
        following("A", 1, 10);

        now += Duration.ofMillis(499).toNanos();
        mesh.tick(now);
        assertThat(done).containsExactly("heartbeat A");

        now += Duration.ofMillis(1).toNanos();
        mesh.tick(now);
        assertThat(done).containsExactly("heartbeat A", "close A");
    }

    /** Follows a node that has answered, up to an offset, and forgets what was done so far. */
    private void following(String node, long epoch, long through) {
        own(node, epoch);
        attached(node, epoch, through);
        done.clear();
    }

    private void own(String node, long epoch) {
        mesh.follow(table(++version, epoch, node), now);
        openWhatWaits();
    }

    private static PartitionTable table(long version, long epoch, String node) {
        return new PartitionTable(
                version,
                new Generation("0k3f92ab", 1),
                List.of(new PartitionTable.Entry(epoch, List.of(node))),
                Map.of(node, node + ":9090"));
    }

    private void attached(String node, long epoch, long position) {
        long revision = recorder.revisions.getOrDefault(node, 0L);
        mesh.received(node, new ToEdge.Attached(0, epoch, position, revision, 0), now);
    }

    private void batch(String node, long epoch, long after, long through, long... offsets) {
        var publications = new ArrayList<Publication>();
        for (long offset : offsets) {
            publications.add(publication(offset));
        }
        mesh.received(node, new ToEdge.Batch(0, epoch, after, through, 0, publications), now);
    }

    private void openWhatWaits() {
        for (String node : List.copyOf(recorder.opening)) {
            recorder.opening.remove(node);
            mesh.linkOpened(node, now);
        }
    }

    private static Publication publication(long offset) {
        return new Publication("a", 0, offset, 0, Payload.of("1"));
    }

    /** Writes down what the mesh wants; links are open as soon as the test goes on. */
    private static final class Recorder implements Mesh.Output {

        private final List<String> opening = new ArrayList<>();
        private final List<Long> credits = new ArrayList<>();
        private final Map<String, Long> revisions = new HashMap<>();
        private final List<String> done;

        Recorder(List<String> done) {
            this.done = done;
        }

        @Override
        public void open(String node, String address) {
            done.add("open " + node);
            opening.add(node);
        }

        @Override
        public void close(String node) {
            done.add("close " + node);
        }

        @Override
        public void send(String node, ToOwner message) {
            switch (message) {
                case ToOwner.Attach attach -> {
                    credits.add(attach.creditBytes());
                    revisions.put(node, attach.revision());
                    done.add("attach " + node + " epoch " + attach.epoch() + " after " + attach.after() + " revision "
                            + attach.revision() + " " + channels(attach.interests()));
                }
                case ToOwner.Detach _ -> done.add("detach " + node);
                case ToOwner.ChangeInterests change ->
                    done.add("change " + node + " revision " + change.revision() + " " + channels(change.changes()));
                case ToOwner.Grant grant -> done.add("grant " + node + " " + grant.bytes());
                case ToOwner.Heartbeat _ -> done.add("heartbeat " + node);
                case ToOwner.Replay _, ToOwner.GrantReplay _, ToOwner.CancelReplay _ -> done.add("replay " + node);
            }
        }

        @Override
        public void advanced(int partition, long through, long timeMillis, List<Publication> publications) {
            done.add("advanced " + through + " "
                    + publications.stream().map(Publication::offset).toList());
        }

        @Override
        public void lost(int partition, long from, long to, long timeMillis) {
            done.add("lost " + from + " to " + to);
        }

        @Override
        public void effective(int partition, long revision) {
            done.add("effective " + revision);
        }

        @Override
        public void fenced(int partition, long epoch, long leastEpoch) {
            done.add("fenced " + epoch + " < " + leastEpoch);
        }

        private static List<String> channels(List<Interest> interests) {
            return interests.stream().map(Interest::channel).toList();
        }
    }
}

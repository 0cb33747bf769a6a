package io.carillon.fanout.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.link.Interest;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.history.RecentLimits;
import io.carillon.fanout.history.RecentRoom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionFeedTest {

    private static final int PARTITION = 3;
    private static final long EPOCH = 7;
    private static final long PLENTY = 1_000_000;

    /** {@code "e1"} for the edge, then what it was sent. */
    private record Sent(String link, ToEdge message) {}

    private record Asked(String link, long after, long until) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private static final RecentLimits KEPT = new RecentLimits(100, 100_000, 50);

    private PartitionFeed feed = feed(new FeedLimits(10_000, KEPT, 1_000, 100));

    @Test
    void beginsAtTheEndForAnEdgeThatHasNothing() {
        attach("e1", ToOwner.FROM_END, PLENTY, "a");

        assertThat(sent).containsExactly(new Sent("e1", new ToEdge.Attached(PARTITION, EPOCH, 9, 1, 500)));
    }

    @Test
    void goesOnFromWhereAnEdgeStandsAlsoWhereItHasNotReadYet() {
        attach("e1", 11, PLENTY, "a");
        append("a", 10, 11, 12);

        assertThat(batches()).containsExactly(batch(11, 12, 12));
    }

    @Test
    void sendsOnlyWhatIsWantedAndCoversTheRest() {
        attach("e1", 9, PLENTY, "a");
        append("b", 10);
        append("a", 11);
        append("b", 12);
        feed.report();

        assertThat(batches()).containsExactly(batch(9, 11, 11), batch(11, 12));
    }

    @Test
    void reportsProgressOfQuietPartitions() {
        attach("e1", 9, PLENTY, "a");
        feed.appended(List.of(), 9, 2_000);

        feed.report();

        assertThat(batches()).containsExactly(new ToEdge.Batch(PARTITION, EPOCH, 9, 9, 2_000, List.of()));
    }

    @Test
    void stopsAtTheEndOfCreditAndGoesOnWithMore() {
        feed = feed(new FeedLimits(1, KEPT, 1_000, 100));
        attach("e1", 9, publication("a", 10).weight() + 1L, "a");
        append("a", 10, 11, 12);
        assertThat(batches()).containsExactly(batch(9, 10, 10), batch(10, 11, 11));

        feed.grant("e1", publication("a", 10).weight());
        serve();

        assertThat(batches()).last().isEqualTo(batch(11, 12, 12));
    }

    @Test
    void letsNoEdgeWaitForAnotherWithoutCredit() {
        attach("slow", 9, 0, "a");
        attach("fast", 9, PLENTY, "a");
        append("a", 10);

        assertThat(sent)
                .filteredOn(to -> to.message() instanceof ToEdge.Batch)
                .containsExactly(new Sent("fast", batch(9, 10, 10)));
        assertThat(feed.lag()).isEqualTo(1);
    }

    @Test
    void makesNewInterestEffectiveBehindWhatWasSearchedWithoutIt() {
        attach("e1", 9, PLENTY, "a");
        append("b", 10);
        sent.clear();

        feed.changeInterests("e1", new ToOwner.ChangeInterests(PARTITION, 2, List.of(Interest.of("b", 1))));
        append("b", 11);

        assertThat(sent.stream().map(Sent::message))
                .containsExactly(
                        batch(9, 10), new ToEdge.InterestsEffective(PARTITION, EPOCH, 2, 11), batchOf("b", 10, 11, 11));
    }

    @Test
    void asksTheLogForWhatIsNoLongerInMemory() {
        attach("e1", 4, PLENTY, "a");
        append("a", 10);
        assertThat(asked).containsExactly(new Asked("e1", 4, 9));

        feed.historyRead(Reader.live("e1"), 4, 9, List.of(publication("a", 6), publication("b", 7)));
        serve();

        assertThat(batches()).containsExactly(batch(4, 9, 6), batch(9, 10, 10));
    }

    @Test
    void asksAgainWhenTheLogCouldNotBeRead() {
        attach("e1", 4, PLENTY, "a");
        serve();
        feed.historyFailed(Reader.live("e1"));
        serve();

        assertThat(asked).containsExactly(new Asked("e1", 4, 9), new Asked("e1", 4, 9));
    }

    @Test
    void saysWhereTheLogHasAHole() {
        attach("e1", 4, PLENTY, "a");
        serve();
        sent.clear();

        feed.historyRead(Reader.live("e1"), 7, 9, List.of(publication("a", 8)));

        assertThat(sent.stream().map(Sent::message))
                .containsExactly(new ToEdge.Attached(PARTITION, EPOCH, 7, 1, 500), batch(7, 9, 8));
    }

    @Test
    void keepsTheAnswerToAFormerFollowersQuestionFromTheNext() {
        attach("e1", 6, PLENTY, "a");
        serve();
        attach("e1", 4, PLENTY, "a");
        serve();
        sent.clear();

        feed.historyRead(Reader.live("e1"), 6, 9, List.of(publication("a", 8)));
        assertThat(sent).isEmpty();

        serve();
        assertThat(asked).containsExactly(new Asked("e1", 6, 9), new Asked("e1", 4, 9));
    }

    @Test
    void refusesAnEpochItDoesNotKnowYetAndGoesOnFeeding() {
        attach("e1", 9, PLENTY, "a");
        sent.clear();

        feed.attach("e1", new ToOwner.Attach(PARTITION, EPOCH + 1, 9, 2, List.of(Interest.of("a", 1)), PLENTY));
        append("a", 10);

        assertThat(sent.stream().map(Sent::message))
                .containsExactly(new ToEdge.Refused(PARTITION, EPOCH, ToEdge.Reason.NOT_READY), batch(9, 10, 10));
    }

    @Test
    void countsConnectionsOverAllEdgesAndForgetsThoseWhoLeave() {
        feed.attach("e1", new ToOwner.Attach(PARTITION, EPOCH, 9, 1, List.of(Interest.of("a", 2)), PLENTY));
        feed.attach("e2", new ToOwner.Attach(PARTITION, EPOCH, 9, 1, List.of(Interest.of("a", 3)), PLENTY));
        assertThat(feed.connections("a")).isEqualTo(5);

        feed.changeInterests("e1", new ToOwner.ChangeInterests(PARTITION, 2, List.of(Interest.withdrawn("a"))));
        assertThat(feed.connections("a")).isEqualTo(3);

        feed.detach("e2");
        assertThat(feed.connections("a")).isZero();
        assertThat(feed.followers()).isEqualTo(1);
    }

    @Test
    void goesOnBehindWhatTheLogLost() {
        feed.lost(20);
        attach("e1", 9, PLENTY, "a");
        append("a", 21);

        assertThat(asked).containsExactly(new Asked("e1", 9, 20));
        assertThat(feed.through()).isEqualTo(21);
    }

    private PartitionFeed feed(FeedLimits limits) {
        return new PartitionFeed(PARTITION, EPOCH, 9, 500, limits, new RecentRoom(), new PartitionFeed.Output() {
            @Override
            public void send(String link, ToEdge message) {
                sent.add(new Sent(link, message));
            }

            @Override
            public void readHistory(Reader reader, HistoryQuery query) {
                asked.add(new Asked(reader.link(), query.after(), query.until()));
            }

            @Override
            public void findLast(Reader reader, LastSearch search, long after) {
                throw new AssertionError("nobody asks for the last ones here");
            }
        });
    }

    private void attach(String link, long after, long creditBytes, String channel) {
        feed.attach(
                link, new ToOwner.Attach(PARTITION, EPOCH, after, 1, List.of(Interest.of(channel, 1)), creditBytes));
    }

    private void append(String channel, long... offsets) {
        var publications = new ArrayList<Publication>();
        for (long offset : offsets) {
            publications.add(publication(channel, offset));
        }
        feed.appended(publications, offsets[offsets.length - 1], 500);
        serve();
    }

    private void serve() {
        boolean more = feed.serve();
        while (more) {
            more = feed.serve();
        }
    }

    private List<ToEdge> batches() {
        return sent.stream()
                .map(Sent::message)
                .filter(ToEdge.Batch.class::isInstance)
                .toList();
    }

    private static ToEdge batch(long after, long through, long... offsets) {
        return batchOf("a", after, through, offsets);
    }

    private static ToEdge batchOf(String channel, long after, long through, long... offsets) {
        var publications = new ArrayList<Publication>();
        for (long offset : offsets) {
            publications.add(publication(channel, offset));
        }
        return new ToEdge.Batch(PARTITION, EPOCH, after, through, 500, publications);
    }

    private static Publication publication(String channel, long offset) {
        return new Publication(channel, PARTITION, offset, 500, Payload.of("1"));
    }
}

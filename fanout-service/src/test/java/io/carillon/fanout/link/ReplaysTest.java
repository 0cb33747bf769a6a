package io.carillon.fanout.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.history.RecentLimits;
import io.carillon.fanout.history.RecentPublications;
import io.carillon.fanout.history.RecentRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One partition that has 20 to 29 in memory; older ones have to be read from the log. */
class ReplaysTest {

    private static final int PARTITION = 3;
    private static final long EPOCH = 7;
    private static final long PLENTY = 1_000_000;
    private static final long WEIGHT = publication("a", 20).weight();

    private static final RecentLimits KEPT = new RecentLimits(100, 100_000, 50);

    private record Asked(Reader reader, HistoryQuery query) {}

    private record Sought(Reader reader, LastSearch search, long after) {}

    private final List<ToEdge> sent = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private final List<Sought> sought = new ArrayList<>();
    private final FeedLimits limits = new FeedLimits((int) (3 * WEIGHT), KEPT, 10_000, 4);
    private final RecentPublications recent = new RecentPublications(19, KEPT, new RecentRoom());
    private final Replays replays = new Replays(PARTITION, EPOCH, limits, recent, new PartitionFeed.Output() {
        @Override
        public void send(String link, ToEdge message) {
            assertThat(link).isEqualTo("e1");
            sent.add(message);
        }

        @Override
        public void readHistory(Reader reader, HistoryQuery query) {
            asked.add(new Asked(reader, query));
        }

        @Override
        public void findLast(Reader reader, LastSearch search, long after) {
            sought.add(new Sought(reader, search, after));
        }
    });

    ReplaysTest() {
        for (long offset = 20; offset < 30; offset++) {
            recent.add(publication(offset % 2 == 0 ? "a" : "b", offset));
        }
    }

    @Test
    void sendsFromMemoryWhatIsWantedInPartsThatEndWhereTheySearched() {
        replay(1, 19, 29, PLENTY);

        assertThat(sent)
                .containsExactly(
                        part(1, 19, 23, false, 20, 22), part(1, 23, 27, false, 24, 26), part(1, 27, 29, true, 28));
        assertThat(replays.size()).isZero();
        assertThat(asked).isEmpty();
    }

    @Test
    void stopsAtTheEndOfCreditAndGoesOnWithMore() {
        replay(1, 19, 29, WEIGHT);
        assertThat(sent).containsExactly(part(1, 19, 21, false, 20));

        replays.grant("e1", 1, 2 * WEIGHT);
        serve();

        assertThat(sent).last().isEqualTo(part(1, 21, 25, false, 22, 24));
    }

    @Test
    void readsOlderOnesFromTheLogAPageAtATimeUntilMemoryHasTheRest() {
        replay(1, 4, 29, PLENTY);
        assertThat(asked).containsExactly(asked(1, 4, 0, 29, limits.batchBytes()));

        read(1, 4, 9, publication("a", 6));
        assertThat(sent).containsExactly(part(1, 4, 9, false, 6));
        assertThat(asked).last().isEqualTo(asked(1, 9, 0, 29, limits.batchBytes()));
        read(1, 9, 27, publication("a", 12));

        assertThat(sent).containsExactly(part(1, 4, 9, false, 6), part(1, 9, 27, false, 12), part(1, 27, 29, true, 28));
    }

    @Test
    void sendsALargePageInPartsThatAnEdgeIsDoneWithSoon() {
        replay(1, 4, 29, PLENTY);

        // Two of them are more than 16 KiB.
        read(1, 4, 12, large(6), large(8), large(10));

        assertThat(sent)
                .containsExactly(
                        new ToEdge.ReplayPart(1, PARTITION, EPOCH, 4, 8, false, false, List.of(large(6), large(8))),
                        new ToEdge.ReplayPart(1, PARTITION, EPOCH, 8, 12, false, false, List.of(large(10))));
    }

    @Test
    void asksForNoLargerPageThanThereIsCreditFor() {
        replay(1, 4, 29, WEIGHT);
        assertThat(asked).containsExactly(asked(1, 4, 0, 29, (int) WEIGHT));

        read(1, 4, 6, publication("a", 6));

        assertThat(sent).containsExactly(part(1, 4, 6, false, 6));
        assertThat(asked).hasSize(1);
        replays.grant("e1", 1, WEIGHT);
        serve();
        assertThat(asked).last().isEqualTo(asked(1, 6, 0, 29, (int) WEIGHT));
    }

    @Test
    void saysWhereTheLogNoLongerHasTheBeginning() {
        replay(1, 4, 29, PLENTY);

        read(1, 12, 29);

        assertThat(sent).containsExactly(part(1, 12, 29, true));
    }

    @Test
    void endsAtTheEndOfTheRangeWhateverThePageHasBeyond() {
        replay(1, 4, 7, PLENTY);

        read(1, 4, 9, publication("a", 6), publication("a", 8));

        assertThat(sent).containsExactly(part(1, 4, 7, true, 6));
    }

    @Test
    void beginsWhereTheLogSaysThatATimeIs() {
        replays.open("e1", new ToOwner.Replay(1, PARTITION, List.of("a"), ToOwner.FROM_TIME, 5_000, 0, 29, PLENTY));
        serve();
        assertThat(asked).containsExactly(asked(1, ToOwner.FROM_TIME, 5_000, 29, limits.batchBytes()));

        read(1, 25, 26, publication("a", 26));

        assertThat(sent).containsExactly(part(1, 25, 26, false, 26), part(1, 26, 29, true, 28));
    }

    @Test
    void endsATimeThatIsYetToComeWhereItFoundThePlace() {
        replays.open("e1", new ToOwner.Replay(1, PARTITION, List.of("a"), ToOwner.FROM_TIME, 5_000, 0, 29, PLENTY));
        serve();

        read(1, 31, 31);

        assertThat(sent).containsExactly(part(1, 31, 31, true));
    }

    @Test
    void confirmsAPlaceThatItHasReadItself() {
        replay(1, 29, 29, PLENTY);

        assertThat(sent).containsExactly(part(1, 29, 29, true));
        assertThat(asked).isEmpty();
    }

    @Test
    void asksTheLogWhetherItHasAPlaceBeyondWhatWasRead() {
        replay(1, 40, 40, PLENTY);
        replay(2, 45, 45, PLENTY);
        assertThat(asked).extracting(each -> each.query().after()).containsExactly(40L, 45L);

        read(1, 40, 40);
        read(2, 41, 41);

        assertThat(sent).containsExactly(part(1, 40, 40, true), part(2, 41, 41, true));
    }

    @Test
    void goesOnOnceItHasReadAsFarAsTheEdge() {
        replay(1, 27, 31, PLENTY);
        assertThat(sent).containsExactly(part(1, 27, 29, false, 28));

        recent.add(publication("a", 30));
        recent.advance(31);
        replays.appended();
        serve();

        assertThat(sent).last().isEqualTo(part(1, 29, 31, true, 30));
    }

    @Test
    void asksAgainWhenTheLogCouldNotBeRead() {
        replay(1, 4, 29, PLENTY);

        replays.historyFailed(new Reader("e1", 1));
        serve();

        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst()).isEqualTo(asked.getLast());
    }

    @Test
    void sendsNothingMoreOfWhatWasCancelled() {
        replay(1, 4, 29, PLENTY);

        replays.cancel("e1", 1);
        read(1, 4, 9, publication("a", 6));

        assertThat(sent).isEmpty();
        assertThat(replays.size()).isZero();
    }

    @Test
    void forgetsTheReplaysOfALostLinkAlsoWhileTheLogIsRead() {
        replay(1, 4, 29, PLENTY);
        replay(2, 19, 29, WEIGHT);
        sent.clear();

        replays.linkLost("e1");
        read(1, 4, 9, publication("a", 6));
        replays.grant("e1", 2, PLENTY);
        serve();

        assertThat(sent).isEmpty();
    }

    @Test
    void sendsTheLastOnesFromMemoryAndNothingBefore() {
        last(2, 29);

        assertThat(sent).containsExactly(part(1, 25, 29, true, 26, 28));
        assertThat(sought).isEmpty();
    }

    @Test
    void countsBackFromTheEndOfTheRangeNotFromTheEndOfTheLog() {
        last(1, 25);

        assertThat(sent).containsExactly(part(1, 23, 25, true, 24));
    }

    @Test
    void countsBackFromTheEndOfTheLogIfThatIsBeforeTheEndOfTheRange() {
        last(2, 70);
        assertThat(asked).containsExactly(asked(1, 70, 0, 70, limits.batchBytes()));

        read(1, 29, 29);

        assertThat(sent).containsExactly(part(1, 25, 29, true, 26, 28));
        assertThat(replays.size()).isZero();
    }

    @Test
    void saysWhereTheLogEndsIfThatIsBeforeWhatWasSentAlready() {
        replays.open("e1", new ToOwner.Replay(1, PARTITION, List.of("a"), 50, 0, 2, 70, PLENTY));
        serve();

        read(1, 40, 40);

        assertThat(sent).containsExactly(part(1, 40, 40, true));
        assertThat(replays.size()).isZero();
    }

    @Test
    void looksForTheLastOnesOnceTheOwnerHasReadAsFarAsTheLogHas() {
        last(2, 32);
        read(1, 32, 32);
        assertThat(sent).isEmpty();
        assertThat(asked).hasSize(1);

        for (long offset = 30; offset < 33; offset++) {
            recent.add(publication("a", offset));
        }
        replays.appended();
        serve();

        assertThat(sent).containsExactly(part(1, 30, 32, true, 31, 32));
        assertThat(asked).hasSize(1);
    }

    @Test
    @Timeout(30)
    void looksPastARowOfPublicationsThatHaveLeftAlsoWhereItIsLongerThanATurn() {
        // The ten oldest of these leave again, since their channel has more than its share.
        for (long offset = 30; offset < 90; offset++) {
            recent.add(publication("b", offset));
        }

        last(2, 89);

        assertThat(sent.getFirst()).isEqualTo(part(1, 25, 29, false, 26, 28));
        assertThat(sought).isEmpty();
    }

    @Test
    void looksInTheLogForTheLastOnesThatMemoryDoesNotHaveAndSendsThemFromThere() {
        last(7, 29);
        Sought search = sought.getFirst();
        assertThat(search.search().searchedTo()).isEqualTo(19);
        assertThat(search.after()).isEqualTo(-1);
        assertThat(sent).isEmpty();

        search.search().take(publication("a", 14));
        search.search().take(publication("a", 9));
        replays.lastFound(search.reader(), search.search());
        serve();
        read(1, 8, 20, publication("a", 9), publication("a", 14), publication("a", 20));

        assertThat(sent.getFirst()).isEqualTo(part(1, 8, 20, false, 9, 14, 20));
        assertThat(sent).last().isEqualTo(part(1, 28, 29, true));
    }

    @Test
    void saysThatASearchForTheLastOnesWasGivenUp() {
        last(7, 29);
        Sought search = sought.getFirst();

        search.search().giveUp();
        replays.lastFound(search.reader(), search.search());
        serve();

        assertThat(sent)
                .hasSize(3)
                .allSatisfy(part ->
                        assertThat(((ToEdge.ReplayPart) part).incomplete()).isTrue());
    }

    @Test
    void answersAtOnceAtTheEndWhereThereAreNoLastOnes() {
        replays.open("e1", new ToOwner.Replay(1, PARTITION, List.of("c"), 19, 0, 5, 29, PLENTY));
        serve();

        assertThat(sent).containsExactly(part(1, 29, 29, true));
    }

    @Test
    void goesOnBehindAPartWithTheLastOnesOfTheRest() {
        replays.open("e1", new ToOwner.Replay(1, PARTITION, List.of("a"), 23, 0, 2, 29, PLENTY));
        serve();

        assertThat(sent).containsExactly(part(1, 25, 29, true, 26, 28));
    }

    private void last(int count, long until) {
        replays.open("e1", new ToOwner.Replay(1, PARTITION, List.of("a"), ToOwner.FROM_LAST, 0, count, until, PLENTY));
        serve();
    }

    private static Asked asked(long id, long after, long sinceMillis, long until, int maxBytes) {
        return new Asked(new Reader("e1", id), new HistoryQuery(after, sinceMillis, until, Set.of("a"), maxBytes));
    }

    private void replay(long id, long after, long until, long creditBytes) {
        replays.open("e1", new ToOwner.Replay(id, PARTITION, List.of("a"), after, 0, 0, until, creditBytes));
        serve();
    }

    private void read(long id, long after, long through, Publication... publications) {
        replays.historyRead(new Reader("e1", id), after, through, List.of(publications));
        serve();
    }

    private void serve() {
        boolean more = replays.serve();
        while (more) {
            more = replays.serve();
        }
    }

    private static ToEdge part(long id, long after, long through, boolean done, long... offsets) {
        var publications = new ArrayList<Publication>();
        for (long offset : offsets) {
            publications.add(publication("a", offset));
        }
        return new ToEdge.ReplayPart(id, PARTITION, EPOCH, after, through, done, false, publications);
    }

    private static Publication large(long offset) {
        return new Publication("a", PARTITION, offset, 500, Payload.of("1".repeat(10_000)));
    }

    private static Publication publication(String channel, long offset) {
        return new Publication(channel, PARTITION, offset, 500, Payload.of("1"));
    }
}

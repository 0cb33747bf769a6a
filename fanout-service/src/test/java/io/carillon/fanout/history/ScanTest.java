package io.carillon.fanout.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A log of 100 publications of one channel, of which a page has five. */
class ScanTest {

    private static final long END = 99;
    private static final int WEIGHT = publication(0).weight();

    private final BlockIndex index = new BlockIndex(0);
    private final Scan scan = new Scan(0, index, index.builder(0, -1), 1 << 20);
    private final List<String> answered = new ArrayList<>();

    @Test
    void whoComesBackAgainAndAgainLetsNobodyWaitBehindIt() {
        keepAsking("greedy", 49);
        readPages(3);
        ask("behind", 9, 14);

        readPages(2);

        assertThat(answered).contains("behind");
    }

    @Test
    void whoComesBackAgainAndAgainLetsNobodyWaitAheadOfIt() {
        keepAsking("greedy", -1);
        ask("ahead", 89, 94);

        readPages(2);

        assertThat(answered).contains("ahead");
    }

    @Test
    void goesOnwardsWithThoseWhoWereThereBeforeItGoesBack() {
        ask("first", 9, 14);
        ask("third", 89, 94);
        readPages(1);
        ask("newcomer", 19, 24);
        ask("behind", -1, 4);

        readPages(3);

        assertThat(answered).containsExactly("first", "third", "behind", "newcomer");
    }

    @Test
    void readsMoreAtOnceAfterEachPageWithoutAnythingForWhoIsNext() {
        scan.join(new HistoryQuery(-1, 0, END, Set.of("rare"), WEIGHT), new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {}

            @Override
            public void failed() {}
        });

        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sizes.add(scan.next().orElseThrow().maxBytes());
            readPages(1);
        }

        assertThat(sizes).containsExactly(WEIGHT, 2 * WEIGHT, 4 * WEIGHT);
    }

    @Test
    void looksNoFurtherAheadThanAPageMayReach() {
        ask("far", -1, 1_000_000);

        assertThat(scan.next().orElseThrow().until()).isEqualTo(64 * BlockIndex.BLOCK_OFFSETS - 1);
    }

    private void ask(String name, long after, long until) {
        scan.join(new HistoryQuery(after, 0, until, Set.of("c"), 1 << 20), new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                answered.add(name);
            }

            @Override
            public void failed() {
                answered.add(name + " failed");
            }
        });
    }

    /** Asks for one publication after the other. */
    private void keepAsking(String name, long after) {
        scan.join(new HistoryQuery(after, 0, END, Set.of("c"), WEIGHT), new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                answered.add(name);
                keepAsking(name, page.through());
            }

            @Override
            public void failed() {
                answered.add(name + " failed");
            }
        });
    }

    private void readPages(int count) {
        for (int i = 0; i < count; i++) {
            Optional<Scan.Stretch> next = scan.next();
            next.ifPresent(stretch -> {
                long through = Math.min(stretch.until(), stretch.after() + 5);
                List<Publication> publications = new ArrayList<>();
                for (long offset = stretch.after() + 1; offset <= through; offset++) {
                    publications.add(publication(offset));
                }
                scan.read(new HistoryPage(stretch.after(), through, 0, publications));
            });
        }
    }

    private static Publication publication(long offset) {
        return new Publication("c", 0, offset, 0, Payload.of("1"));
    }
}

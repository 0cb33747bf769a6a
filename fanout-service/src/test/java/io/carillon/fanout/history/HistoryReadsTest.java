package io.carillon.fanout.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.link.ToOwner;
import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.InMemoryLog;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real reads of an in-memory log of one partition, with many channels in turn. */
class HistoryReadsTest {

    private static final int CHANNELS = 100;
    private static final int PUBLICATIONS = 20_000;
    private static final long END = PUBLICATIONS - 1;

    private final InMemoryLog log = new InMemoryLog(Generation.of("log", 1), InstantSource.system());
    private final BlockIndex index = new BlockIndex(1 << 20);
    private final HistoryReads reads =
            new HistoryReads(log, index, new HistorySettings(2, 1_000, 1 << 20, 64 << 10, 1 << 20));

    HistoryReadsTest() {
        for (int i = 0; i < PUBLICATIONS; i++) {
            // One message only in each of the quiet channels; they lie a thousand apart.
            log.append(
                    i % 1_000 == 500 ? "quiet-" + i / 1_000 : "busy-" + i % CHANNELS, Payload.of(Integer.toString(i)));
        }
    }

    @AfterEach
    void close() {
        reads.close();
    }

    @Test
    void findsTheOnePublicationOfAQuietChannelAndReadsOnlyItsBlockTheNextTime() throws Exception {
        assertThat(offsets(readAll("quiet-7", -1))).containsExactly(7_500L);
        long first = reads.bytesRead();

        assertThat(offsets(readAll("quiet-7", -1))).containsExactly(7_500L);

        assertThat(first).isGreaterThan(PUBLICATIONS * 64L);
        // Its block, the last one that was not read to its end, and perhaps some that the filters take for it.
        assertThat(reads.bytesRead() - first).isLessThan(10L * BlockIndex.BLOCK_OFFSETS * 100);
    }

    @Test
    void readsOnceForManyWhoWantTheSameStretch() throws Exception {
        List<CompletableFuture<HistoryPage>> answers = new ArrayList<>();

        for (int i = 0; i < 500; i++) {
            answers.add(ask(query("quiet-" + i % 20, -1)));
        }

        for (int i = 0; i < answers.size(); i++) {
            List<Publication> found = new ArrayList<>(await(answers.get(i)).publications());
            HistoryPage page = await(answers.get(i));
            while (page.through() < END) {
                page = await(ask(query("quiet-" + i % 20, page.through())));
                found.addAll(page.publications());
            }
            assertThat(found).extracting(Publication::offset).containsExactly(i % 20 * 1_000L + 500);
        }
        // 500 readers by themselves would have read 500 times as much as one.
        assertThat(reads.bytesRead()).isLessThan(50L * PUBLICATIONS * 100);
    }

    @Test
    void answersWithPartOfTheRangeOnceTheBudgetOfAReaderIsUsedUp() throws Exception {
        HistoryPage page = await(ask(query("quiet-19", -1)));

        assertThat(page.publications()).isEmpty();
        assertThat(page.through()).isBetween(1_000L, END - 1);
    }

    @Test
    void givesEverythingInOrderAPageAtATime() throws Exception {
        assertThat(offsets(readAll("busy-42", 9_999)))
                .hasSize(100)
                .isSorted()
                .allMatch(offset -> offset % 100 == 42 && offset > 9_999);
    }

    @Test
    void missesNothingWhenQuestionsComeAsOthersAreAnswered() throws Exception {
        List<CompletableFuture<Void>> readers = new ArrayList<>();

        for (int i = 0; i < 8; i++) {
            String channel = "busy-" + (i + 1);
            readers.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 40; round++) {
                    assertThat(readAllOf(channel)).hasSize(PUBLICATIONS / CHANNELS);
                }
            }));
        }

        for (CompletableFuture<Void> reader : readers) {
            await(reader);
        }
    }

    private List<Publication> readAllOf(String channel) {
        try {
            return readAll(channel, -1);
        } catch (Exception e) {
            throw new AssertionError("not read: " + channel, e);
        }
    }

    @Test
    void saysWhereTheLogNoLongerHasTheBeginning() throws Exception {
        log.forgetBefore(0, 5_000);

        HistoryPage page = await(ask(query("busy-0", 10)));

        assertThat(page.after()).isEqualTo(4_999);
        assertThat(page.publications().getFirst().offset()).isEqualTo(5_000);
    }

    @Test
    void knowsWhetherTheLogHasAPlace() throws Exception {
        assertThat(await(ask(new HistoryQuery(30_000, 0, 30_000, Set.of("a"), 100))))
                .isEqualTo(HistoryPage.empty(END));
        assertThat(await(ask(new HistoryQuery(300, 0, 300, Set.of("a"), 100)))).isEqualTo(HistoryPage.empty(300));
    }

    @Test
    void beginsAtATime() throws Exception {
        long later = System.currentTimeMillis() + 60_000;

        HistoryPage page = await(ask(new HistoryQuery(ToOwner.FROM_TIME, later, END, Set.of("a"), 100)));

        assertThat(page).isEqualTo(HistoryPage.empty(END));
    }

    @Test
    void findsTheLastOnesFromTheEnd() throws Exception {
        LastSearch search = await(findLast("busy-42", 3));

        assertThat(search.isComplete()).isTrue();
        assertThat(search.place(END)).isEqualTo(19_741);
    }

    @Test
    void givesUpLookingForTheLastOnesAtItsBudget() throws Exception {
        LastSearch search = await(findLast("quiet-3", 1));

        assertThat(search.isIncomplete()).isTrue();
        assertThat(search.place(END)).isEqualTo(END);
    }

    @Test
    void findsTheLastOneBeyondTheBudgetWhereTheIndexSkipsWhatLiesBetween() throws Exception {
        readAll("busy-1", -1);

        LastSearch search = await(findLast("quiet-3", 1));

        assertThat(search.isComplete()).isTrue();
        assertThat(search.place(END)).isEqualTo(3_499);
    }

    @Test
    void isCompleteAtTheBeginningOfTheLogHoweverFewThereAre() throws Exception {
        log.forgetBefore(0, PUBLICATIONS - 50);

        LastSearch search = await(findLast("busy-99", 3));

        assertThat(search.isIncomplete()).isFalse();
        assertThat(search.place(END)).isEqualTo(END - 1);
    }

    private List<Publication> readAll(String channel, long after) throws Exception {
        List<Publication> all = new ArrayList<>();
        long through = after;
        while (through < END) {
            HistoryPage page = await(ask(query(channel, through)));
            all.addAll(page.publications());
            through = page.through();
        }
        return all;
    }

    private static HistoryQuery query(String channel, long after) {
        return new HistoryQuery(after, 0, END, Set.of(channel), 4_000);
    }

    private CompletableFuture<HistoryPage> ask(HistoryQuery query) {
        var answer = new CompletableFuture<HistoryPage>();
        reads.read(0, query, new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                answer.complete(page);
            }

            @Override
            public void failed() {
                answer.completeExceptionally(new AssertionError("the log does not answer"));
            }
        });
        return answer;
    }

    private CompletableFuture<LastSearch> findLast(String channel, int count) {
        var answer = new CompletableFuture<LastSearch>();
        reads.findLast(0, new LastSearch(Set.of(channel), count, END), -1, new HistoryReads.LastAnswer() {
            @Override
            public void found(LastSearch search) {
                answer.complete(search);
            }

            @Override
            public void failed() {
                answer.completeExceptionally(new AssertionError("the log does not answer"));
            }
        });
        return answer;
    }

    private static List<Long> offsets(List<Publication> publications) {
        return publications.stream().map(Publication::offset).toList();
    }

    private static <T> T await(CompletableFuture<T> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }
}

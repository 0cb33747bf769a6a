package io.carillon.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.log.AppendOutcome;
import io.carillon.core.log.HistoryPage;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.testkit.wait.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every log must do. A subclass says which log. */
abstract class LogContract {

    private static final String CHANNEL = "weather/berlin";
    private static final int PARTITION_COUNT = 3;
    private static final int PARTITION = Partitioner.partitionOf(CHANNEL, PARTITION_COUNT);

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private LogFixture log;

    private final RecordingListener listener = new RecordingListener();

    abstract LogFixture open(int partitionCount) throws Exception;

    @BeforeEach
    void openLog() throws Exception {
        log = open(PARTITION_COUNT);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void hearsAnAppendedPublicationAtThePlaceAndTimeThatTheAppendWasToldOf() throws Exception {
        log.follower().own(PARTITION, -1, listener);

        var appended = (AppendOutcome.Appended) append("{\"sky\":\"blue\"}");
        await("one publication", () -> listener.publications().size() == 1);

        assertThat(appended.generation()).isEqualTo(log.generation());
        assertThat(appended.partition()).isEqualTo(PARTITION);
        assertThat(listener.publications())
                .containsExactly(new Publication(
                        CHANNEL,
                        PARTITION,
                        appended.offset(),
                        appended.timeMillis(),
                        Payload.of("{\"sky\":\"blue\"}")));
        assertThat(listener.through()).isEqualTo(appended.offset());
    }

    @Test
    void hearsThePublicationsOfAPartitionInTheOrderOfTheirAppends() throws Exception {
        appendNumbers(0, 500);
        log.follower().own(PARTITION, -1, listener);
        appendNumbers(500, 1000);

        await("1000 publications", () -> listener.publications().size() >= 1000);

        assertThat(listener.values()).isEqualTo(numbers(0, 1000));
        assertThat(listener.publications())
                .extracting(Publication::offset)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void followsBehindTheGivenOffset() throws Exception {
        appendNumbers(0, 10);

        log.follower().own(PARTITION, 6, listener);
        await("the last one", () -> listener.through() == 9);

        assertThat(listener.values()).containsExactly("7", "8", "9");
    }

    @Test
    void followsFromTheEndAndTellsWhereThatIs() throws Exception {
        appendNumbers(0, 10);

        log.follower().ownFromEnd(PARTITION, listener);
        await("the end", () -> listener.through() == 9);
        append("10");
        await("the new one", () -> listener.through() == 10);

        assertThat(listener.values()).containsExactly("10");
    }

    @Test
    void tellsProgressOfAQuietPartition() throws Exception {
        var appended = (AppendOutcome.Appended) append("1");
        log.follower().own(PARTITION, appended.offset(), listener);

        await("progress", () -> listener.timeMillis() > appended.timeMillis());
        int calls = listener.calls();
        long timeMillis = listener.timeMillis();
        await("more progress", () -> listener.calls() >= calls + 2 && listener.timeMillis() > timeMillis);

        assertThat(listener.publications()).isEmpty();
        assertThat(listener.through()).isEqualTo(appended.offset());
    }

    @Test
    void tellsThatAnEmptyPartitionIsCoveredThroughMinusOne() {
        log.follower().own(PARTITION, -1, listener);

        await("progress", () -> listener.timeMillis() > 0);

        assertThat(listener.through()).isEqualTo(-1);
    }

    @Test
    void callsTheListenerOfTheLatestFollowingOnly() throws Exception {
        var before = new RecordingListener();
        log.follower().own(PARTITION, -1, before);
        append("1");
        await("the first one", () -> before.through() == 0);

        log.follower().own(PARTITION, 0, listener);
        await("progress", () -> listener.calls() > 0);
        append("2");
        await("the second one", () -> listener.through() == 1);

        assertThat(before.values()).containsExactly("1");
        assertThat(listener.values()).containsExactly("2");
    }

    @Test
    void keepsSilentAboutAReleasedPartition() throws Exception {
        String other = channelOfAnotherPartition();
        int otherPartition = Partitioner.partitionOf(other, PARTITION_COUNT);
        var otherListener = new RecordingListener();
        log.follower().own(PARTITION, -1, listener);
        log.follower().own(otherPartition, -1, otherListener);
        await("both", () -> listener.calls() > 0 && otherListener.calls() > 0);

        log.follower().release(PARTITION);
        append("1");
        outcome(other, "2");
        await("the other one", () -> otherListener.through() == 0);
        int calls = otherListener.calls();
        await("two calls more", () -> otherListener.calls() >= calls + 2);

        assertThat(listener.values()).isEmpty();
    }

    @Test
    void holdsAPausedPartitionBackAndGoesOnWithoutAHole() throws Exception {
        log.follower().own(PARTITION, -1, listener);
        append("0");
        await("the first one", () -> listener.through() == 0);
        String other = channelOfAnotherPartition();
        var otherListener = new RecordingListener();
        log.follower().own(Partitioner.partitionOf(other, PARTITION_COUNT), -1, otherListener);

        log.follower().pause(PARTITION, listener);
        await("the others to go on", () -> otherListener.calls() > 0);
        appendNumbers(1, 50);
        outcome(other, "true");
        await("the other one", () -> otherListener.through() == 0);
        List<String> heardWhilePaused = listener.values();
        log.follower().resume(PARTITION, listener);
        await("the rest", () -> listener.through() == 49);

        assertThat(heardWhilePaused).containsExactly("0");
        assertThat(listener.values()).isEqualTo(numbers(0, 50));
    }

    @Test
    void ignoresWhatAnEarlierListenerAsksOfItsSuccessor() throws Exception {
        var earlier = new RecordingListener();
        log.follower().own(PARTITION, -1, earlier);
        append("0");
        await("the first one", () -> earlier.through() == 0);
        log.follower().own(PARTITION, 0, listener);

        log.follower().pause(PARTITION, earlier);
        appendNumbers(1, 50);

        await("the rest", () -> listener.through() == 49);
        assertThat(listener.values()).isEqualTo(numbers(1, 50));
    }

    @Test
    void tellsWhatRetentionTook() throws Exception {
        appendNumbers(0, 10);
        log.forgetBefore(PARTITION, 4);

        log.follower().own(PARTITION, 1, listener);
        await("the last one", () -> listener.through() == 9);

        assertThat(listener.lost()).containsExactly(new RecordingListener.Lost(PARTITION, 2, 4));
        assertThat(listener.values()).isEqualTo(numbers(4, 10));
    }

    @Test
    void goesOnAtTheEndWhenAskedForMoreThanThereIs() throws Exception {
        appendNumbers(0, 3);

        log.follower().own(PARTITION, 99, listener);
        await("the loss", () -> !listener.lost().isEmpty());
        append("3");
        await("the new one", () -> listener.through() == 3);

        assertThat(listener.lost()).containsExactly(new RecordingListener.Lost(PARTITION, 100, 3));
        assertThat(listener.values()).containsExactly("3");
    }

    @Test
    void readsARangeBackInPages() throws Exception {
        appendNumbers(0, 1000);
        int weightOfOne = log.history()
                .read(PARTITION, -1, 0, 1)
                .publications()
                .getFirst()
                .weight();

        List<String> values = new ArrayList<>();
        int pages = 0;
        for (long after = 99; after < 899; pages++) {
            HistoryPage page = log.history().read(PARTITION, after, 899, 100 * (weightOfOne + 2));
            assertThat(page.after()).isEqualTo(after);
            page.publications()
                    .forEach(publication -> values.add(publication.value().toString()));
            after = page.through();
        }

        assertThat(values).isEqualTo(numbers(100, 900));
        assertThat(pages).isBetween(8, 9);
    }

    @Test
    void readsOnePublicationHoweverSmallThePage() throws Exception {
        appendNumbers(0, 5);

        HistoryPage page = log.history().read(PARTITION, 1, 4, 1);

        assertThat(page.publications()).extracting(Publication::offset).containsExactly(2L);
        assertThat(page.through()).isEqualTo(2);
        assertThat(page.timeMillis()).isEqualTo(page.publications().getFirst().timeMillis());
    }

    @Test
    void readsAnEmptyRangeAsAnEmptyPage() throws Exception {
        appendNumbers(0, 5);

        assertThat(log.history().read(PARTITION, 4, 4, 1000)).isEqualTo(HistoryPage.empty(4));
    }

    @Test
    void readsToTheEndWhenAskedForMoreThanThereIs() throws Exception {
        appendNumbers(0, 5);

        HistoryPage page = log.history().read(PARTITION, 2, 99, 10_000);

        assertThat(page.publications()).extracting(Publication::offset).containsExactly(3L, 4L);
        assertThat(page.through()).isEqualTo(4);
    }

    @Test
    void readsFromWhereRetentionLeftAndSaysSo() throws Exception {
        appendNumbers(0, 10);
        log.forgetBefore(PARTITION, 6);

        HistoryPage page = log.history().read(PARTITION, 2, 8, 10_000);
        HistoryPage gone = log.history().read(PARTITION, 1, 4, 10_000);

        assertThat(page.after()).isEqualTo(5);
        assertThat(page.through()).isEqualTo(8);
        assertThat(page.publications()).extracting(Publication::offset).containsExactly(6L, 7L, 8L);
        assertThat(gone).isEqualTo(HistoryPage.empty(4));
    }

    @Test
    void knowsItsEndsAndWhichOffsetCameWhen() throws Exception {
        assertThat(log.history().earliest(PARTITION)).isZero();
        assertThat(log.history().end(PARTITION)).isZero();

        var first = (AppendOutcome.Appended) append("1");
        await("time to pass", () -> System.currentTimeMillis() > first.timeMillis() + 1);
        var second = (AppendOutcome.Appended) append("2");

        assertThat(log.history().end(PARTITION)).isEqualTo(2);
        assertThat(log.history().offsetAtTime(PARTITION, 0)).isZero();
        assertThat(log.history().offsetAtTime(PARTITION, first.timeMillis() + 1))
                .isEqualTo(1);
        assertThat(log.history().offsetAtTime(PARTITION, second.timeMillis() + 1))
                .isEqualTo(2);

        log.forgetBefore(PARTITION, 1);
        assertThat(log.history().earliest(PARTITION)).isEqualTo(1);
    }

    private AppendOutcome append(String json) throws Exception {
        return outcome(CHANNEL, json);
    }

    private AppendOutcome outcome(String channel, String json) throws Exception {
        return log.appender()
                .append(channel, Payload.of(json))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void appendNumbers(int from, int to) throws Exception {
        var outcomes = IntStream.range(from, to)
                .mapToObj(number -> log.appender()
                        .append(CHANNEL, Payload.of(Integer.toString(number)))
                        .toCompletableFuture())
                .toList();
        for (var outcome : outcomes) {
            assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(AppendOutcome.Appended.class);
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static String channelOfAnotherPartition() {
        return IntStream.range(0, 100)
                .mapToObj(number -> "channel-" + number)
                .filter(channel -> Partitioner.partitionOf(channel, PARTITION_COUNT) != PARTITION)
                .findFirst()
                .orElseThrow();
    }

    private void await(String promise, BooleanSupplier condition) {
        Eventually.eventually().observing(() -> listener).until(promise, () -> {
            log.turn();
            return condition.getAsBoolean();
        });
    }
}

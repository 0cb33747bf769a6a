package io.carillon.fanout.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.link.Interest;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.log.InMemoryLog;
import io.carillon.core.log.LogHistory;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.table.PartitionTable;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.history.RecentLimits;
import io.carillon.fanout.link.FeedLimits;
import io.carillon.testkit.wait.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real pumps on an in-memory log that the test's thread delivers; waits on what comes out. */
class DeliveryTest {

    private static final String CHANNEL = "news";
    private static final int PARTITION = Partitioner.partitionOf(CHANNEL, 4);
    private static final long EPOCH = 7;
    private static final long CREDIT_BYTES = 1 << 20;

    /** Keeps the last two publications, so that history begins soon. */
    private static final FeedLimits FORGETFUL =
            new FeedLimits(64 << 10, new RecentLimits(2, 1 << 20, 100), 1 << 20, 4_096);

    /** Keeps nothing, so that nothing asks for history but followers. */
    private static final FeedLimits WITHOUT_MEMORY =
            new FeedLimits(64 << 10, new RecentLimits(0, 0, 0), 1 << 20, 4_096);

    private final InMemoryLog log = new InMemoryLog(Generation.of("log", 4), InstantSource.system());
    private final ScriptedHistory history = new ScriptedHistory(log);
    private final RecordingLink link = new RecordingLink("edge-1#1");
    private final RecordingLink other = new RecordingLink("edge-2#2");
    private Delivery delivery = delivery(DeliverySettings.defaults(), log);

    @AfterEach
    void close() {
        delivery.close();
    }

    @Test
    void deliversAPublicationToTheEdgesThatWantIt() throws Exception {
        own();
        attach(link, ToOwner.FROM_END, CHANNEL);
        attach(other, ToOwner.FROM_END);

        publish("1", "2");

        link.awaitValues("1", "2");
        other.await(ToEdge.Batch.class);
        assertThat(other.values()).isEmpty();
    }

    @Test
    void doesNotKnowAPartitionUntilTheLogSaysWhereItEnds() throws Exception {
        delivery.follow(table("node-1", EPOCH));

        delivery.attach(link, attachment(EPOCH, ToOwner.FROM_END, CHANNEL));

        assertThat(link.await(ToEdge.Refused.class))
                .isEqualTo(new ToEdge.Refused(PARTITION, EPOCH, ToEdge.Reason.NOT_READY));
    }

    @Test
    void refusesAPartitionOfAnotherOwner() throws Exception {
        delivery.follow(table("node-2", EPOCH));

        delivery.attach(link, attachment(EPOCH, ToOwner.FROM_END, CHANNEL));

        assertThat(link.await(ToEdge.Refused.class))
                .isEqualTo(new ToEdge.Refused(PARTITION, EPOCH, ToEdge.Reason.NOT_OWNER));
    }

    @Test
    void sendsFollowersAwayWhenThePartitionMoves() throws Exception {
        own();
        attach(link, ToOwner.FROM_END, CHANNEL);

        delivery.follow(table("node-2", EPOCH + 1));

        assertThat(link.await(ToEdge.Refused.class))
                .isEqualTo(new ToEdge.Refused(PARTITION, EPOCH, ToEdge.Reason.MOVED));
        Eventually.eventually()
                .observing(delivery::status)
                .until("nothing is owned", () -> delivery.status().isEmpty());
    }

    @Test
    void speaksUnderTheNewEpochWhenItOwnsAPartitionAnew() throws Exception {
        own();
        attach(link, ToOwner.FROM_END, CHANNEL);

        delivery.follow(table("node-1", EPOCH + 1));
        link.await(ToEdge.Refused.class);
        awaitFed(EPOCH + 1);
        delivery.attach(other, attachment(EPOCH + 1, ToOwner.FROM_END, CHANNEL));

        assertThat(other.await(ToEdge.Attached.class).epoch()).isEqualTo(EPOCH + 1);
    }

    @Test
    void readsFromTheLogWhatAReturningEdgeMissed() throws Exception {
        restart(DeliverySettings.defaults(), FORGETFUL, log);
        own();
        publish("0", "1", "2", "3", "4");

        attach(link, 0, CHANNEL);

        link.awaitValues("1", "2", "3", "4");
    }

    @Test
    void triesAgainWhenHistoryCannotBeRead() throws Exception {
        restart(DeliverySettings.defaults(), WITHOUT_MEMORY, history);
        own();
        publish("0", "1", "2", "3");
        attach(link, -1, CHANNEL);

        history.await(0).answer().completeExceptionally(new IOException("no broker"));
        history.answerTruly(history.await(1), PARTITION);

        link.awaitValues("0", "1", "2", "3");
    }

    @Test
    void doesNotTakeAnAnswerForTheOneAnEdgeWaitsForSinceItAttachedAnew() throws Exception {
        restart(DeliverySettings.defaults(), WITHOUT_MEMORY, history);
        own();
        publish("0", "1", "2", "3", "4", "5");
        attach(link, 2, CHANNEL);
        ScriptedHistory.Question late = history.await(0);

        delivery.attach(link, attachment(EPOCH, -1, CHANNEL));
        history.answerTruly(late, PARTITION);
        history.answerTruly(history.await(1), PARTITION);

        link.awaitValues("0", "1", "2", "3", "4", "5");
        assertThat(link.sent(ToEdge.Attached.class))
                .extracting(ToEdge.Attached::position)
                .containsExactly(2L, -1L);
    }

    @Test
    void tellsAnEdgeWhatTheLogNoLongerHas() throws Exception {
        restart(DeliverySettings.defaults(), FORGETFUL, log);
        own();
        publish("0", "1", "2", "3", "4", "5");
        log.forgetBefore(PARTITION, 3);

        attach(link, -1, CHANNEL);

        link.awaitValues("3", "4", "5");
        assertThat(link.sent(ToEdge.Attached.class))
                .extracting(ToEdge.Attached::position)
                .containsExactly(-1L, 2L);
    }

    @Test
    void goesOnFeedingAnEdgeThatItRefusesUntilItKnowsOfItsNewEpoch() throws Exception {
        own();
        attach(link, ToOwner.FROM_END, CHANNEL);

        delivery.attach(link, attachment(EPOCH + 1, ToOwner.FROM_END, CHANNEL));

        assertThat(link.await(ToEdge.Refused.class))
                .isEqualTo(new ToEdge.Refused(PARTITION, EPOCH, ToEdge.Reason.NOT_READY));
        publish("0");
        link.awaitValues("0");
    }

    @Test
    void beginsAnewWhenTheLogWasCutBack() throws Exception {
        own();
        attach(link, ToOwner.FROM_END, CHANNEL);
        publish("0", "1", "2");
        link.awaitValues("0", "1", "2");

        log.cutBackTo(PARTITION, 1);
        log.deliver();

        assertThat(link.await(ToEdge.Refused.class).reason()).isEqualTo(ToEdge.Reason.NOT_READY);
        awaitFed(EPOCH);
        attach(other, ToOwner.FROM_END, CHANNEL);
        publish("again");
        other.awaitValues("again");
    }

    @Test
    void countsTheConnectionsOfAllLinksAndForgetsThoseOfALostOne() throws Exception {
        restart(DeliverySettings.defaults().settling(2, Duration.ofHours(1)), FeedLimits.DEFAULT, log);
        own();
        attach(link, ToOwner.FROM_END, CHANNEL);
        SubscriberCount early = count(PARTITION);
        attach(other, ToOwner.FROM_END, CHANNEL);
        SubscriberCount both = count(PARTITION);

        delivery.lost(link);

        assertThat(early).isEqualTo(new SubscriberCount.Unknown());
        assertThat(both).isEqualTo(new SubscriberCount.Known(2));
        assertThat(count(PARTITION)).isEqualTo(new SubscriberCount.Known(1));
    }

    @Test
    void doesNotCountForAnotherOwner() throws Exception {
        delivery.follow(table("node-2", EPOCH));

        assertThat(count(PARTITION)).isEqualTo(new SubscriberCount.NotOwner());
    }

    @Test
    void showsHowFarTheSlowestFollowerIsBehind() throws Exception {
        own();
        delivery.attach(link, new ToOwner.Attach(PARTITION, EPOCH, ToOwner.FROM_END, 1, interests(CHANNEL), 0));
        link.await(ToEdge.Attached.class);

        publish("0", "1", "2");

        Eventually.eventually().observing(delivery::status).until("a lag of 3", () -> status().lag() == 3);
        assertThat(status().followers()).isEqualTo(1);
        assertThat(status().through()).isEqualTo(2);
        assertThat(status().recentBytes()).isEqualTo(3 * (64L + 4 + 1));
        assertThat(delivery.publicationsRead()).isEqualTo(3);
    }

    private void own() {
        delivery.follow(table("node-1", EPOCH));
        awaitFed(EPOCH);
    }

    private void awaitFed(long epoch) {
        Eventually.eventually().observing(delivery::status).until("all partitions are fed", () -> {
            log.deliver();
            List<PartitionStatus> all = delivery.status();
            return all.size() == 4
                    && all.stream()
                            .allMatch(each -> each.epoch() == epoch && each.through() != PartitionStatus.UNKNOWN);
        });
    }

    private void attach(RecordingLink to, long after, String... channels) throws InterruptedException {
        delivery.attach(to, attachment(EPOCH, after, channels));
        to.await(ToEdge.Attached.class);
    }

    private static ToOwner.Attach attachment(long epoch, long after, String... channels) {
        return new ToOwner.Attach(PARTITION, epoch, after, 1, interests(channels), CREDIT_BYTES);
    }

    private static List<Interest> interests(String... channels) {
        return List.of(channels).stream()
                .map(channel -> Interest.of(channel, 1))
                .toList();
    }

    private void publish(String... values) {
        for (String value : values) {
            log.append(CHANNEL, Payload.of(value));
        }
        log.deliver();
    }

    private SubscriberCount count(int partition) throws InterruptedException {
        return delivery.count(partition, CHANNEL, Duration.ofSeconds(30));
    }

    private PartitionStatus status() {
        return delivery.status().stream()
                .filter(each -> each.partition() == PARTITION)
                .findFirst()
                .orElseThrow();
    }

    private PartitionTable table(String owner, long epoch) {
        var entry = new PartitionTable.Entry(epoch, List.of(owner));
        return new PartitionTable(
                epoch, log.generation(), List.of(entry, entry, entry, entry), Map.of(owner, "127.0.0.1:9090"));
    }

    private void restart(DeliverySettings settings, FeedLimits limits, LogHistory past) {
        delivery.close();
        delivery = delivery(
                new DeliverySettings(
                        2,
                        settings.commandLimit(),
                        settings.backlogBytes(),
                        settings.history(),
                        Duration.ofMillis(50),
                        settings.expectedEdges(),
                        settings.settle(),
                        settings.keys(),
                        limits),
                past);
    }

    private Delivery delivery(DeliverySettings settings, LogHistory past) {
        var made = new Delivery("node-1", settings, log, past, Ticker.system());
        made.start();
        return made;
    }
}

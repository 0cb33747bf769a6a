package io.carillon.fanout.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.fanout.delivery.DeliverySettings;
import io.carillon.fanout.history.RecentLimits;
import io.carillon.fanout.link.FeedLimits;
import io.carillon.proto.fanout.v1.CountSubscribersRequest;
import io.carillon.proto.fanout.v1.CountSubscribersResponse;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.fanout.v1.ReadHistoryRequest;
import io.carillon.proto.fanout.v1.ReadHistoryResponse;
import io.carillon.proto.fanout.v1.TableUpdate;
import io.carillon.proto.fanout.v1.WatchTableRequest;
import io.carillon.runtime.mesh.TableWatch;
import io.carillon.testkit.wait.Eventually;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be asked of a node beside following: counts, the table, its health. */
class QuestionsTest {

    private static final String CHANNEL = "news";
    private static final int PARTITION = MeshUnderTest.partitionOf(CHANNEL);

    /** Most publications in memory. So many after a move leave none there that a new owner took in from before it. */
    private static final int REMEMBERED = 4;

    private final MeshUnderTest node = new MeshUnderTest(MeshUnderTest.PATIENT, settings());
    private final ManagedChannel channel = MeshUnderTest.CHANNELS.open(node.address());

    @AfterEach
    void close() {
        channel.shutdownNow();
        node.close();
    }

    @Test
    void countsSubscribersOverAllEdgesOnceAllHaveAttached() {
        try (var one = TestEdge.greet(node.address(), "edge-1");
                var two = TestEdge.greet(node.address(), "edge-2")) {
            one.follow(PARTITION, CHANNEL);
            CountSubscribersResponse early = count(PARTITION);
            two.follow(PARTITION, CHANNEL);
            two.change(PARTITION, 2, CHANNEL, 4);
            two.await("the confirmation", message -> message.hasInterestsEffective());

            CountSubscribersResponse late = count(PARTITION);

            assertThat(early.hasConnections()).isFalse();
            assertThat(late.getConnections()).isEqualTo(5);
        }
    }

    @Test
    void doesNotCountInAPartitionOfAnotherOwner() {
        assertThatThrownBy(() -> count(MeshUnderTest.PARTITIONS))
                .hasMessage("FAILED_PRECONDITION: partition 2 is not owned here");
    }

    @Test
    void tellsTheTableToWatchers() {
        TableUpdate update = FanoutGrpc.newBlockingStub(channel)
                .watchTable(WatchTableRequest.getDefaultInstance())
                .next();

        var table = node.tables.current().orElseThrow();
        assertThat(update.getVersion()).isEqualTo(table.version());
        assertThat(update.getGeneration().getId()).isEqualTo(table.generation().id());
        assertThat(update.getPartitionsList())
                .allSatisfy(entry -> assertThat(entry.getServingList()).containsExactly("node-1"))
                .hasSize(MeshUnderTest.PARTITIONS);
        assertThat(update.getNodes(0).getAddress()).isEqualTo("127.0.0.1:9090");
    }

    @Test
    void isUnderstoodByTheWatchThatEdgesAndIngestsUse() {
        var followed = new CopyOnWriteArrayList<>();
        try (var watch = new TableWatch(MeshUnderTest.CHANNELS, () -> List.of(node.address()), followed::add)) {
            watch.start();

            Eventually.eventually().observing(() -> followed).until("a table", () -> !followed.isEmpty());
        }

        assertThat(followed).containsExactly(node.tables.current().orElseThrow());
    }

    @Test
    void sendsWatchersAwayWhenItDrains() {
        var updates = FanoutGrpc.newBlockingStub(channel).watchTable(WatchTableRequest.getDefaultInstance());
        updates.next();

        node.server.drain();

        assertThatThrownBy(updates::hasNext).hasMessage("UNAVAILABLE: draining");
        Eventually.eventually().until("the watch is over", () -> node.server.tableWatches() == 0);
    }

    @Test
    void saysThatItServesUntilItDrains() {
        assertThat(health("")).isEqualTo(ServingStatus.SERVING);
        assertThat(health("carillon.fanout.v1.Fanout")).isEqualTo(ServingStatus.SERVING);

        node.server.drain();

        assertThat(health("carillon.fanout.v1.Fanout")).isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void givesPagesOfAChannelsPastFromMemory() {
        node.publish(CHANNEL, "0", "1", "2", "3");

        ReadHistoryResponse first = page(question().setAfter(-1).setLimit(3));
        ReadHistoryResponse rest = page(question().setAfter(first.getThrough()).setLimit(3));

        assertThat(values(first)).containsExactly("0", "1", "2");
        assertThat(first.getMore()).isTrue();
        assertThat(values(rest)).containsExactly("3");
        assertThat(rest.getMore()).isFalse();
        assertThat(node.delivery.recalls()).isEqualTo(2);
    }

    @Test
    void givesTheLastOnesOfAChannel() {
        node.publish(CHANNEL, "0", "1", "2", "3");

        ReadHistoryResponse last = page(question().setLastCount(2).setLimit(10));

        assertThat(values(last)).containsExactly("2", "3");
        assertThat(last.getTruncated()).isFalse();
    }

    @Test
    void givesTheLastOnesBeforeAPlaceAndWhatFollows() {
        node.publish(CHANNEL, "0", "1", "2", "3");

        ReadHistoryResponse fromMemory =
                page(question().setLastCount(2).setLastUntil(2).setLimit(10));
        node.ownAnew();
        node.publish(CHANNEL, "4", "5", "6", "7");
        ReadHistoryResponse fromTheLog =
                page(question().setLastCount(2).setLastUntil(2).setLimit(10));
        ReadHistoryResponse beforeEverything =
                page(question().setLastCount(2).setLastUntil(-1).setLimit(10));

        assertThat(values(fromMemory)).containsExactly("1", "2", "3");
        assertThat(values(fromTheLog)).containsExactly("1", "2", "3", "4", "5", "6", "7");
        assertThat(values(beforeEverything)).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
        assertThat(node.delivery.recalls()).isEqualTo(1);
    }

    @Test
    void readsFromTheLogWhatWasPublishedBeforeItBecameOwner() {
        node.publish(CHANNEL, "0", "1", "2");
        node.ownAnew();
        node.publish(CHANNEL, "3", "4", "5", "6");

        ReadHistoryResponse all = page(question().setAfter(-1).setLimit(10));
        ReadHistoryResponse last = page(question().setLastCount(5).setLimit(10));
        ReadHistoryResponse byTime = page(question().setSinceMillis(1).setLimit(10));
        ReadHistoryResponse beyond = page(question().setAfter(70).setLimit(10));

        assertThat(values(all)).containsExactly("0", "1", "2", "3", "4", "5", "6");
        assertThat(values(last)).containsExactly("2", "3", "4", "5", "6");
        assertThat(values(byTime)).containsExactly("0", "1", "2", "3", "4", "5", "6");
        assertThat(beyond.getThrough()).isEqualTo(6);
        assertThat(beyond.getPublicationsList()).isEmpty();
        assertThat(node.delivery.recalls()).isZero();
    }

    @Test
    void hasNoPagesOfOtherOwnersPartitions() {
        assertThatThrownBy(() -> page(question().setPartition(MeshUnderTest.PARTITIONS)))
                .hasMessage("FAILED_PRECONDITION: partition 2 is not owned here");
    }

    private static DeliverySettings settings() {
        DeliverySettings defaults = DeliverySettings.defaults();
        FeedLimits feed = defaults.feed();
        return new DeliverySettings(
                defaults.pumps(),
                defaults.commandLimit(),
                defaults.backlogBytes(),
                defaults.history(),
                defaults.report(),
                2,
                Duration.ofHours(1),
                defaults.keys(),
                new FeedLimits(
                        feed.batchBytes(),
                        new RecentLimits(REMEMBERED, 1 << 20, 100),
                        feed.historyBytes(),
                        feed.searchCount()));
    }

    private static ReadHistoryRequest.Builder question() {
        return ReadHistoryRequest.newBuilder()
                .setPartition(PARTITION)
                .setChannel(CHANNEL)
                .setMaxBytes(1 << 20);
    }

    private ReadHistoryResponse page(ReadHistoryRequest.Builder request) {
        return FanoutGrpc.newBlockingStub(channel).readHistory(request.build());
    }

    private static List<String> values(ReadHistoryResponse page) {
        return page.getPublicationsList().stream()
                .map(publication -> publication.getValue().toStringUtf8())
                .toList();
    }

    private CountSubscribersResponse count(int partition) {
        return FanoutGrpc.newBlockingStub(channel)
                .countSubscribers(CountSubscribersRequest.newBuilder()
                        .setPartition(partition)
                        .setChannel(CHANNEL)
                        .build());
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }
}

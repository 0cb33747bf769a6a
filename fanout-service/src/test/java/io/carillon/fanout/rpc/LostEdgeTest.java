package io.carillon.fanout.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.fanout.delivery.DeliverySettings;
import io.carillon.fanout.delivery.EdgeLink;
import io.carillon.fanout.delivery.SubscriberCount;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.fanout.v1.WatchTableRequest;
import io.carillon.testkit.wait.Eventually;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edges that go without a word leave nothing behind: no link, no thread, no subscribers. */
class LostEdgeTest {

    private static final String CHANNEL = "news";
    private static final int PARTITION = MeshUnderTest.partitionOf(CHANNEL);

    @TempDir
    private Path folder;

    @Test
    void isForgottenAtOnceWhenItsConnectionDrops() throws Exception {
        try (var node = new MeshUnderTest(MeshUnderTest.PATIENT);
                var relay = new Relay(node.server.port());
                var edge = TestEdge.greet(relay.address(), "edge-1")) {
            edge.follow(PARTITION, CHANNEL);
            assertThat(count(node)).isEqualTo(new SubscriberCount.Known(1));
            // Calls of tests before this one may take a moment to end.
            awaitCallThreads(2);

            relay.cut();

            Eventually.within(MeshUnderTest.PATIENT.silence().dividedBy(2))
                    .observing(() -> "links " + node.server.links() + ", calls " + node.server.linkCalls())
                    .until(
                            "the link is over long before its silence would be noticed",
                            () -> node.server.links() == 0 && node.server.linkCalls() == 0);
            assertThat(count(node)).isEqualTo(new SubscriberCount.Known(0));
            awaitNoCallThreads();
        }
    }

    @Test
    void leavesNoThreadBehindWhenManyConnectionsDrop() throws Exception {
        try (var node = new MeshUnderTest(MeshUnderTest.PATIENT)) {
            for (int i = 0; i < 20; i++) {
                try (var relay = new Relay(node.server.port());
                        var edge = TestEdge.greet(relay.address(), "edge-" + i)) {
                    edge.follow(PARTITION, CHANNEL);
                    relay.cut();
                }
            }

            node.awaitLinks(0);
            awaitNoCallThreads();
        }
    }

    @Test
    void isGivenUpWhenItIsSilentAndToldSoIfItCanBe() {
        try (var node = new MeshUnderTest(MeshUnderTest.IMPATIENT);
                var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.follow(PARTITION, CHANNEL);

            Status end = edge.awaitEnd();

            assertThat(end.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(end.getDescription()).isEqualTo("silent: no message for 1500 ms");
            node.awaitLinks(0);
            awaitNoCallThreads();
        }
    }

    @Test
    void isGivenUpWhenNothingReachesItAnyMore() throws Exception {
        try (var node = new MeshUnderTest(MeshUnderTest.IMPATIENT);
                var relay = new Relay(node.server.port());
                var edge = TestEdge.greet(relay.address(), "edge-1")) {
            edge.follow(PARTITION, CHANNEL);

            relay.freeze();

            node.awaitLinks(0);
            assertThat(count(node)).isEqualTo(new SubscriberCount.Known(0));
            awaitNoCallThreads();
        }
    }

    @Test
    void doesNotFollowOnceItsLinkHasEndedWhileItsWishWaitedForThePump() throws Exception {
        var links = new LinkSettings(
                Duration.ofMillis(50), Duration.ofMillis(1_500), Duration.ofSeconds(20), 1_000, 1 << 20);
        var busy = new CountDownLatch(1);
        try (var node = new MeshUnderTest(links, withRoomForOneCommand());
                var edge = TestEdge.greet(node.address(), "edge-1")) {
            var blocker = new BlockingLink(busy);
            node.delivery.attach(blocker, attachment());
            blocker.awaitReached();
            node.delivery.grant(blocker, new ToOwner.Grant(PARTITION, 1));
            edge.attach(PARTITION, CHANNEL);
            edge.awaitEnd();

            busy.countDown();

            node.awaitLinks(0);
            assertThat(count(node)).isEqualTo(new SubscriberCount.Known(0));
        } finally {
            busy.countDown();
        }
    }

    @Test
    void isCutWhenItDoesNotRead() throws Exception {
        var settings =
                new LinkSettings(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMillis(200), 1_000, 2L << 20);
        try (var node = new MeshUnderTest(settings);
                var edge = TestEdge.deaf(node.address(), "edge-1")) {
            edge.attach(PARTITION, CHANNEL);
            // It hears of nothing, so the node has to be asked; before its call has come, there would be no link
            // either.
            Eventually.eventually()
                    .yields("the edge follows", () -> assertThat(count(node)).isEqualTo(new SubscriberCount.Known(1)));
            String megabyte = '"' + "x".repeat(1 << 20) + '"';

            Eventually.eventually()
                    .observing(() -> "links " + node.server.links() + ", calls " + node.server.linkCalls())
                    .until("the link is cut", () -> {
                        node.publish(CHANNEL, megabyte);
                        return node.server.links() == 0 && node.server.linkCalls() == 0;
                    });

            assertThat(count(node)).isEqualTo(new SubscriberCount.Known(0));
            awaitNoCallThreads();
        }
    }

    @Test
    void leavesNoThreadBehindWhenItOnlyWatchedTheTable() throws IOException {
        try (var node = new MeshUnderTest(MeshUnderTest.PATIENT);
                var relay = new Relay(node.server.port())) {
            ManagedChannel channel = MeshUnderTest.CHANNELS.open(relay.address());
            try {
                FanoutGrpc.newBlockingStub(channel)
                        .watchTable(WatchTableRequest.getDefaultInstance())
                        .next();

                relay.cut();

                // Far sooner than the table is told again, which would fail and end the watch as well.
                Eventually.within(Duration.ofSeconds(5))
                        .until("the watch is over", () -> node.server.tableWatches() == 0);
                awaitNoCallThreads();
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static DeliverySettings withRoomForOneCommand() {
        DeliverySettings defaults = DeliverySettings.defaults();
        return new DeliverySettings(
                1,
                1,
                defaults.backlogBytes(),
                defaults.history(),
                defaults.report(),
                0,
                Duration.ZERO,
                defaults.keys(),
                defaults.feed());
    }

    private static ToOwner.Attach attachment() {
        return new ToOwner.Attach(PARTITION, 1, ToOwner.FROM_END, 1, List.of(), 1);
    }

    /** Holds the pump that sends on it, until the test lets go. */
    private record BlockingLink(CountDownLatch released, CountDownLatch reached) implements EdgeLink {

        BlockingLink(CountDownLatch released) {
            this(released, new CountDownLatch(1));
        }

        void awaitReached() throws InterruptedException {
            assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public String id() {
            return "blocker#0";
        }

        @Override
        public void send(ToEdge message) {
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SubscriberCount count(MeshUnderTest node) throws InterruptedException {
        return node.delivery.count(PARTITION, CHANNEL, Duration.ofSeconds(10));
    }

    private void awaitNoCallThreads() {
        awaitCallThreads(0);
    }

    private void awaitCallThreads(int count) {
        Eventually.eventually()
                .observing(() -> CallThreads.count(folder) + " threads run calls")
                .until(count + " threads to run calls", () -> CallThreads.count(folder) == count);
    }
}

package io.carillon.fanout.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.proto.fanout.v1.Attach;
import io.carillon.proto.fanout.v1.Grant;
import io.carillon.proto.fanout.v1.Hello;
import io.carillon.proto.fanout.v1.Refused;
import io.carillon.proto.fanout.v1.ToEdge;
import io.carillon.proto.fanout.v1.ToOwner;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real gRPC client over a real socket, against a node on an in-memory log. */
class LinkTest {

    private static final String CHANNEL = "news";
    private static final int PARTITION = MeshUnderTest.partitionOf(CHANNEL);

    private final MeshUnderTest node = new MeshUnderTest(MeshUnderTest.PATIENT);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void deliversWhatTheEdgeWantsInOrderAndNothingElse() {
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.follow(PARTITION, CHANNEL);

            node.publish("another", "0");
            node.publish(CHANNEL, "1", "{\"a\":\"ü\"}", "3");

            edge.awaitValues("1", "{\"a\":\"ü\"}", "3");
        }
    }

    @Test
    void tellsTheEpochOfTheTableAndTheEndOfTheLogWhenItAttaches() {
        node.publish(CHANNEL, "0", "1");
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.follow(PARTITION, CHANNEL);

            var attached = edge.await("attached", ToEdge::hasAttached).getAttached();
            assertThat(attached.getEpoch())
                    .isEqualTo(node.tables.current().orElseThrow().version());
            assertThat(attached.getPosition()).isEqualTo(1);
            assertThat(attached.getRevision()).isEqualTo(1);
        }
    }

    @Test
    void confirmsAChangeOfInterestsBeforeTheFirstBatchItCountsFor() {
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.follow(PARTITION);
            node.publish(CHANNEL, "0");
            edge.await(
                    "the edge to stand behind it",
                    message -> message.hasBatch() && message.getBatch().getThrough() == 0);

            edge.change(PARTITION, 2, CHANNEL, 1);
            var effective = edge.await("the confirmation", ToEdge::hasInterestsEffective)
                    .getInterestsEffective();
            node.publish(CHANNEL, "1");

            edge.awaitValues("1");
            assertThat(effective.getRevision()).isEqualTo(2);
            assertThat(effective.getEffectiveFrom()).isEqualTo(1);
        }
    }

    @Test
    void saysWithinASecondThatAQuietPartitionIsCovered() {
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.follow(PARTITION, CHANNEL);

            ToEdge report = edge.await("a report", ToEdge::hasBatch);

            assertThat(report.getBatch().getPublicationsList()).isEmpty();
            assertThat(report.getBatch().getTimeMillis()).isPositive();
        }
    }

    @Test
    void waitsForCreditAndGoesOnWhenItIsGranted() {
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.say(ToOwner.newBuilder()
                    .setAttach(Attach.newBuilder()
                            .setPartition(PARTITION)
                            .setEpoch(1)
                            .setAfter(-2)
                            .setCreditBytes(1)
                            .addInterests(io.carillon.proto.fanout.v1.Interest.newBuilder()
                                    .setChannel(CHANNEL)
                                    .setConnections(1)))
                    .build());
            edge.await("attached", ToEdge::hasAttached);
            node.publish(CHANNEL, "0");
            edge.awaitValues("0");
            node.publish(CHANNEL, "1");
            // The report after the second publication proves that it was heard of, and held back.
            edge.await(
                    "a report",
                    message -> message.hasBatch()
                            && message.getBatch().getPublicationsCount() == 0
                            && message.getBatch().getThrough() == 0);
            assertThat(edge.values()).containsExactly("0");

            edge.say(ToOwner.newBuilder()
                    .setGrant(Grant.newBuilder().setPartition(PARTITION).setBytes(1_000))
                    .build());

            edge.awaitValues("0", "1");
        }
    }

    @Test
    void refusesAPartitionThatItDoesNotOwn() {
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.attach(MeshUnderTest.PARTITIONS, CHANNEL);

            Refused refused = edge.await("a refusal", ToEdge::hasRefused).getRefused();

            assertThat(refused.getReason()).isEqualTo(Refused.Reason.REASON_NOT_OWNER);
            assertThat(refused.getPartition()).isEqualTo(MeshUnderTest.PARTITIONS);
        }
    }

    @Test
    void refusesAnEdgeThatKnowsOfANewerOwner() {
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.say(ToOwner.newBuilder()
                    .setAttach(Attach.newBuilder().setPartition(PARTITION).setEpoch(Long.MAX_VALUE))
                    .build());

            Refused refused = edge.await("a refusal", ToEdge::hasRefused).getRefused();

            assertThat(refused.getReason()).isEqualTo(Refused.Reason.REASON_NOT_READY);
        }
    }

    @Test
    void endsTheLinkInOrderWhenTheEdgeClosesItsSide() {
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.hangUp();

            assertThat(edge.awaitEnd().getCode()).isEqualTo(Status.Code.OK);
            node.awaitLinks(0);
        }
    }

    @Test
    void endsALinkThatDoesNotBeginWithAGreeting() {
        try (var edge = TestEdge.speechless(node.address())) {
            edge.attach(PARTITION, CHANNEL);

            Status end = edge.awaitEnd();

            assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(end.getDescription())
                    .isEqualTo("message: ATTACH (expected: HELLO with an edge_id, as the first one)");
            node.awaitLinks(0);
        }
    }

    @Test
    void endsALinkOfAnotherProtocolVersion() {
        try (var edge = TestEdge.speechless(node.address())) {
            edge.say(ToOwner.newBuilder()
                    .setHello(Hello.newBuilder().setEdgeId("edge-1").setProtocolVersion(2))
                    .build());

            assertThat(edge.awaitEnd().getDescription()).isEqualTo("protocol_version: 2 (expected: 1)");
        }
    }

    @Test
    void letsANewLinkOfAnEdgeTakeThePlaceOfTheOld() {
        try (var old = TestEdge.greet(node.address(), "edge-1");
                var fresh = TestEdge.greet(node.address(), "edge-1")) {
            Status end = old.awaitEnd();

            fresh.follow(PARTITION, CHANNEL);
            node.publish(CHANNEL, "0");
            fresh.awaitValues("0");
            assertThat(end.getCode()).isEqualTo(Status.Code.ABORTED);
            node.awaitLinks(1);
        }
    }

    @Test
    void sendsEdgesAwayWhenItDrains() {
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            node.server.drain();

            Status end = edge.awaitEnd();

            assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(end.getDescription()).isEqualTo("draining");
            node.awaitLinks(0);
        }
    }
}

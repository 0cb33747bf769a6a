package io.carillon.fanout.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.PublishKey;
import io.carillon.fanout.delivery.DeliverySettings;
import io.carillon.fanout.keys.KeySettings;
import io.carillon.proto.fanout.v1.AskKeyRequest;
import io.carillon.proto.fanout.v1.AskKeyResponse;
import io.carillon.proto.fanout.v1.AskKeyResponse.AnswerCase;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.grpc.ManagedChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ingests ask about idempotency keys, and what edges hear of keyed publications. */
class KeysTest {

    private static final String CHANNEL = "news";
    private static final int PARTITION = MeshUnderTest.partitionOf(CHANNEL);

    private MeshUnderTest node = new MeshUnderTest(MeshUnderTest.PATIENT);
    private ManagedChannel channel = MeshUnderTest.CHANNELS.open(node.address());

    @AfterEach
    void close() {
        channel.shutdownNow();
        node.close();
    }

    @Test
    void letsAnIngestAppendUnderAKeyOnceAndNamesTheFirstToWhoComesAfter() {
        long after = fresh("k", "1");
        append("k", "1", after);

        assertThat(judge("k", "1", 0).getAnswerCase()).isEqualTo(AnswerCase.FIRST);
        assertThat(ask("k", "1").getRepeat().getOffset()).isZero();
        assertThat(ask("k", "1").getRepeat().getSameBody()).isTrue();
        assertThat(ask("k", "2").getRepeat().getSameBody()).isFalse();
    }

    @Test
    void givesTheLogsVerdictWhereTwoIngestsAppendUnderOneKey() {
        long one = fresh("k", "1");
        long other = fresh("k", "1");
        append("k", "1", one);
        append("k", "1", other);

        assertThat(judge("k", "1", 0).getAnswerCase()).isEqualTo(AnswerCase.FIRST);
        assertThat(judge("k", "1", 1).getRepeat().getOffset()).isZero();
    }

    @Test
    void deliversThePublicationsOfOneKeyOnce() {
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.follow(PARTITION, CHANNEL);

            append("k", "1", -1);
            append("k", "1", -1);
            node.publish(CHANNEL, "2");

            edge.awaitValues("1", "2");
        }
    }

    @Test
    void knowsAfterAMoveWhatWasPublishedBefore() {
        append("k", "1", fresh("k", "1"));

        node.ownAnew();
        node.publish(CHANNEL, "other");

        assertThat(ask("k", "1").getRepeat().getOffset()).isZero();
        assertThat(judge("k", "1", 0).getAnswerCase()).isEqualTo(AnswerCase.FIRST);
    }

    @Test
    void findsARepeatOfWhatWasAppendedBeforeAMoveAndHoldsNothingBackForLong() {
        long after = fresh("k", "1");
        append("k", "1", after);
        node.ownAnew();
        node.publish(CHANNEL, "other");
        try (var edge = TestEdge.greet(node.address(), "edge-1")) {
            edge.follow(PARTITION, CHANNEL);

            // Its ingest had asked the owner before.
            append("k", "1", after);
            node.publish(CHANNEL, "2");

            edge.awaitValues("2");
        }
        assertThat(judge("k", "1", 2).getRepeat().getOffset()).isZero();
    }

    @Test
    void hasNoRoomForMoreKeysThanItsLimit() {
        restart(new KeySettings(Duration.ofMinutes(10), 2));
        append("a", "1", fresh("a", "1"));
        fresh("b", "1");

        assertThat(ask("c", "1").getAnswerCase()).isEqualTo(AnswerCase.FULL);
        assertThat(ask("a", "1").getAnswerCase()).isEqualTo(AnswerCase.REPEAT);
        assertThat(node.delivery.keys()).isEqualTo(2);
    }

    @Test
    void knowsNothingOfOtherOwnersPartitions() {
        assertThatThrownBy(() -> FanoutGrpc.newBlockingStub(channel)
                        .askKey(question("k", "1").setPartition(5).build()))
                .hasMessage("FAILED_PRECONDITION: partition 5 is not owned here");
    }

    private void restart(KeySettings keys) {
        close();
        DeliverySettings defaults = DeliverySettings.defaults();
        node = new MeshUnderTest(
                MeshUnderTest.PATIENT,
                new DeliverySettings(
                        1,
                        defaults.commandLimit(),
                        defaults.backlogBytes(),
                        defaults.history(),
                        defaults.report(),
                        0,
                        Duration.ZERO,
                        keys,
                        defaults.feed()));
        channel = MeshUnderTest.CHANNELS.open(node.address());
    }

    private void append(String key, String json, long after) {
        node.log.append(CHANNEL, Payload.of(json), new PublishKey("", key, Digest.of(Payload.of(json)), after));
        node.log.deliver();
    }

    private long fresh(String key, String json) {
        AskKeyResponse answer = ask(key, json);
        assertThat(answer.getAnswerCase()).isEqualTo(AnswerCase.FRESH);
        return answer.getFresh().getAfter();
    }

    /** Asks again while the owner does not know yet, as ingests do. */
    private AskKeyResponse ask(String key, String json) {
        return answered(question(key, json).build());
    }

    private AskKeyResponse judge(String key, String json, long offset) {
        return answered(question(key, json).setOffset(offset).build());
    }

    private AskKeyResponse answered(AskKeyRequest request) {
        AskKeyResponse answer = AskKeyResponse.getDefaultInstance();
        for (int i = 0; i < 20 && answer.getAnswerCase() == AnswerCase.ANSWER_NOT_SET; i++) {
            node.log.deliver();
            answer = FanoutGrpc.newBlockingStub(channel).askKey(request);
        }
        return answer;
    }

    private static AskKeyRequest.Builder question(String key, String json) {
        return AskKeyRequest.newBuilder()
                .setPartition(PARTITION)
                .setChannel(CHANNEL)
                .setKey(key)
                .setBody(ByteString.copyFrom(Digest.of(Payload.of(json)).toBytes()));
    }
}

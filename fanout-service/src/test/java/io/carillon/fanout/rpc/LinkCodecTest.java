package io.carillon.fanout.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.link.Interest;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.proto.fanout.v1.Attach;
import io.carillon.proto.fanout.v1.CancelReplay;
import io.carillon.proto.fanout.v1.ChangeInterests;
import io.carillon.proto.fanout.v1.Detach;
import io.carillon.proto.fanout.v1.Grant;
import io.carillon.proto.fanout.v1.GrantReplay;
import io.carillon.proto.fanout.v1.Heartbeat;
import io.carillon.proto.fanout.v1.Hello;
import io.carillon.proto.fanout.v1.Refused;
import io.carillon.proto.fanout.v1.Replay;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkCodecTest {

    @Test
    void readsAnAttachWithItsInterests() {
        var attach = Attach.newBuilder()
                .setPartition(3)
                .setEpoch(7)
                .setAfter(-2)
                .setRevision(9)
                .setCreditBytes(100)
                .addInterests(interest("a", 2, false))
                .addInterests(interest("b", 0, true));

        assertThat(LinkCodec.decode(message().setAttach(attach).build()))
                .isEqualTo(new ToOwner.Attach(
                        3, 7, ToOwner.FROM_END, 9, List.of(Interest.of("a", 2), Interest.withdrawn("b")), 100));
    }

    @Test
    void readsEverythingElseThatAnEdgeSays() {
        assertThat(LinkCodec.decode(
                        message().setDetach(Detach.newBuilder().setPartition(3)).build()))
                .isEqualTo(new ToOwner.Detach(3));
        assertThat(LinkCodec.decode(message()
                        .setChangeInterests(ChangeInterests.newBuilder()
                                .setPartition(3)
                                .setRevision(10)
                                .addChanges(interest("a", 1, false)))
                        .build()))
                .isEqualTo(new ToOwner.ChangeInterests(3, 10, List.of(Interest.of("a", 1))));
        assertThat(LinkCodec.decode(message()
                        .setGrant(Grant.newBuilder().setPartition(3).setBytes(180))
                        .build()))
                .isEqualTo(new ToOwner.Grant(3, 180));
        assertThat(LinkCodec.decode(message()
                        .setReplay(Replay.newBuilder()
                                .setId(1)
                                .setPartition(3)
                                .addChannels("a")
                                .setAfter(-1)
                                .setLastCount(4)
                                .setUntil(5)
                                .setCreditBytes(6))
                        .build()))
                .isEqualTo(new ToOwner.Replay(1, 3, List.of("a"), -1, 0, 4, 5, 6));
        assertThat(LinkCodec.decode(message()
                        .setGrantReplay(GrantReplay.newBuilder()
                                .setId(1)
                                .setPartition(3)
                                .setBytes(6))
                        .build()))
                .isEqualTo(new ToOwner.GrantReplay(1, 3, 6));
        assertThat(LinkCodec.decode(message()
                        .setCancelReplay(CancelReplay.newBuilder().setId(1).setPartition(3))
                        .build()))
                .isEqualTo(new ToOwner.CancelReplay(1, 3));
        assertThat(LinkCodec.decode(
                        message().setHeartbeat(Heartbeat.getDefaultInstance()).build()))
                .isEqualTo(new ToOwner.Heartbeat(List.of()));
    }

    @Test
    void refusesWhatAnEdgeMustNotSay() {
        assertThatThrownBy(() -> LinkCodec.decode(
                        message().setHello(Hello.newBuilder().setEdgeId("e")).build()))
                .hasMessage("message: a second Hello (expected: one, at the beginning)");
        assertThatThrownBy(() -> LinkCodec.decode(message().build()))
                .hasMessage("message: none of version 1 (expected: one that both sides know)");
        assertThatThrownBy(() -> LinkCodec.decode(
                        message().setAttach(Attach.newBuilder().setAfter(-3)).build()))
                .hasMessage("after: -3 (expected: >= -2)");
        assertThatThrownBy(() -> LinkCodec.decode(
                        message().setGrant(Grant.newBuilder().setBytes(-1)).build()))
                .hasMessage("bytes: 18446744073709551615 (expected: < 2^63)");
        assertThatThrownBy(() -> LinkCodec.decode(message()
                        .setChangeInterests(ChangeInterests.newBuilder().addChanges(interest("a", -1, false)))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesABatchWithItsPublications() {
        var batch = new ToEdge.Batch(
                3, 7, 41, 44, 1_000, List.of(new Publication("ä", 3, 42, 999, Payload.of("{\"a\":1}"))));

        var written = LinkCodec.encode(batch).getBatch();

        assertThat(written.getPartition()).isEqualTo(3);
        assertThat(written.getEpoch()).isEqualTo(7);
        assertThat(written.getAfter()).isEqualTo(41);
        assertThat(written.getThrough()).isEqualTo(44);
        assertThat(written.getTimeMillis()).isEqualTo(1_000);
        assertThat(written.getPublications(0).getChannel()).isEqualTo("ä");
        assertThat(written.getPublications(0).getOffset()).isEqualTo(42);
        assertThat(written.getPublications(0).getTimeMillis()).isEqualTo(999);
        assertThat(written.getPublications(0).getValue().toStringUtf8()).isEqualTo("{\"a\":1}");
    }

    @Test
    void doesNotCopyTheValueOfAPublication() {
        byte[] bytes = "1".getBytes(StandardCharsets.UTF_8);
        var batch = new ToEdge.Batch(3, 7, 0, 1, 0, List.of(new Publication("a", 3, 1, 0, Payload.wrap(bytes))));

        var written = LinkCodec.encode(batch).getBatch().getPublications(0).getValue();
        bytes[0] = '2';

        assertThat(written.toStringUtf8()).isEqualTo("2");
    }

    @Test
    void writesEverythingElseThatAnOwnerSays() {
        var attached = LinkCodec.encode(new ToEdge.Attached(3, 7, -1, 9, 1_000)).getAttached();
        assertThat(attached.getPosition()).isEqualTo(-1);
        assertThat(attached.getRevision()).isEqualTo(9);
        assertThat(attached.getTimeMillis()).isEqualTo(1_000);
        var effective =
                LinkCodec.encode(new ToEdge.InterestsEffective(3, 7, 10, 45)).getInterestsEffective();
        assertThat(effective.getRevision()).isEqualTo(10);
        assertThat(effective.getEffectiveFrom()).isEqualTo(45);
        var part = LinkCodec.encode(new ToEdge.ReplayPart(1, 0, 7, 2, 3, true, true, List.of()))
                .getReplayPart();
        assertThat(part.getId()).isEqualTo(1);
        assertThat(part.getAfter()).isEqualTo(2);
        assertThat(part.getThrough()).isEqualTo(3);
        assertThat(part.getDone()).isTrue();
        assertThat(LinkCodec.encode(new ToEdge.Heartbeat()).hasHeartbeat()).isTrue();
    }

    @Test
    void writesEveryReasonOfARefusalAsItsOwn() {
        assertThat(reason(ToEdge.Reason.NOT_OWNER)).isEqualTo(Refused.Reason.REASON_NOT_OWNER);
        assertThat(reason(ToEdge.Reason.NOT_READY)).isEqualTo(Refused.Reason.REASON_NOT_READY);
        assertThat(reason(ToEdge.Reason.MOVED)).isEqualTo(Refused.Reason.REASON_MOVED);
    }

    private static Refused.Reason reason(ToEdge.Reason reason) {
        return LinkCodec.encode(new ToEdge.Refused(3, 7, reason)).getRefused().getReason();
    }

    private static io.carillon.proto.fanout.v1.ToOwner.Builder message() {
        return io.carillon.proto.fanout.v1.ToOwner.newBuilder();
    }

    private static io.carillon.proto.fanout.v1.Interest.Builder interest(
            String channel, int connections, boolean withdrawn) {
        return io.carillon.proto.fanout.v1.Interest.newBuilder()
                .setChannel(channel)
                .setConnections(connections)
                .setWithdrawn(withdrawn);
    }
}

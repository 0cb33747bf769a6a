package io.carillon.edge.rpc;

import com.google.protobuf.ByteString;
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
import io.carillon.proto.fanout.v1.PublicationRecord;
import io.carillon.proto.fanout.v1.Refused;
import io.carillon.proto.fanout.v1.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Between the messages of the wire and those of {@code core.link}. */
final class LinkCodec {

    private LinkCodec() {}

    static io.carillon.proto.fanout.v1.ToOwner encode(ToOwner message) {
        var wire = io.carillon.proto.fanout.v1.ToOwner.newBuilder();
        switch (message) {
            case ToOwner.Attach attach ->
                wire.setAttach(Attach.newBuilder()
                        .setPartition(attach.partition())
                        .setEpoch(attach.epoch())
                        .setAfter(attach.after())
                        .setRevision(attach.revision())
                        .addAllInterests(interests(attach.interests()))
                        .setCreditBytes(attach.creditBytes()));
            case ToOwner.Detach detach -> wire.setDetach(Detach.newBuilder().setPartition(detach.partition()));
            case ToOwner.ChangeInterests change ->
                wire.setChangeInterests(ChangeInterests.newBuilder()
                        .setPartition(change.partition())
                        .setRevision(change.revision())
                        .addAllChanges(interests(change.changes())));
            case ToOwner.Grant grant ->
                wire.setGrant(Grant.newBuilder().setPartition(grant.partition()).setBytes(grant.bytes()));
            case ToOwner.Replay replay ->
                wire.setReplay(Replay.newBuilder()
                        .setId(replay.id())
                        .setPartition(replay.partition())
                        .addAllChannels(replay.channels())
                        .setAfter(replay.after())
                        .setSinceMillis(replay.sinceMillis())
                        .setLastCount(replay.lastCount())
                        .setUntil(replay.until())
                        .setCreditBytes(replay.creditBytes()));
            case ToOwner.GrantReplay grant ->
                wire.setGrantReplay(GrantReplay.newBuilder()
                        .setId(grant.id())
                        .setPartition(grant.partition())
                        .setBytes(grant.bytes()));
            case ToOwner.CancelReplay cancel ->
                wire.setCancelReplay(
                        CancelReplay.newBuilder().setId(cancel.id()).setPartition(cancel.partition()));
            case ToOwner.Heartbeat(List<String> unreachable) ->
                wire.setHeartbeat(Heartbeat.newBuilder().addAllUnreachableNodes(unreachable));
        }
        return wire.build();
    }

    /** Returns what an owner said; empty if it is something that a newer version knows. */
    static Optional<ToEdge> decode(io.carillon.proto.fanout.v1.ToEdge wire) {
        return Optional.ofNullable(
                switch (wire.getMessageCase()) {
                    case ATTACHED -> {
                        var attached = wire.getAttached();
                        yield new ToEdge.Attached(
                                attached.getPartition(),
                                attached.getEpoch(),
                                attached.getPosition(),
                                attached.getRevision(),
                                attached.getTimeMillis());
                    }
                    case REFUSED -> {
                        var refused = wire.getRefused();
                        yield new ToEdge.Refused(
                                refused.getPartition(), refused.getEpoch(), reason(refused.getReason()));
                    }
                    case INTERESTS_EFFECTIVE -> {
                        var effective = wire.getInterestsEffective();
                        yield new ToEdge.InterestsEffective(
                                effective.getPartition(),
                                effective.getEpoch(),
                                effective.getRevision(),
                                effective.getEffectiveFrom());
                    }
                    case BATCH -> {
                        var batch = wire.getBatch();
                        yield new ToEdge.Batch(
                                batch.getPartition(),
                                batch.getEpoch(),
                                batch.getAfter(),
                                batch.getThrough(),
                                batch.getTimeMillis(),
                                publications(batch.getPartition(), batch.getPublicationsList()));
                    }
                    case REPLAY_PART -> {
                        var part = wire.getReplayPart();
                        yield new ToEdge.ReplayPart(
                                part.getId(),
                                part.getPartition(),
                                part.getEpoch(),
                                part.getAfter(),
                                part.getThrough(),
                                part.getDone(),
                                part.getIncomplete(),
                                publications(part.getPartition(), part.getPublicationsList()));
                    }
                    case MESSAGE_NOT_SET -> null;
                    case HEARTBEAT -> new ToEdge.Heartbeat();
                });
    }

    private static List<io.carillon.proto.fanout.v1.Interest> interests(List<Interest> interests) {
        return interests.stream()
                .map(interest -> io.carillon.proto.fanout.v1.Interest.newBuilder()
                        .setChannel(interest.channel())
                        .setConnections(interest.connections())
                        .setWithdrawn(interest.withdrawn())
                        .build())
                .toList();
    }

    static List<Publication> publications(int partition, List<PublicationRecord> records) {
        List<Publication> publications = new ArrayList<>(records.size());
        for (PublicationRecord publication : records) {
            publications.add(new Publication(
                    publication.getChannel(),
                    partition,
                    publication.getOffset(),
                    publication.getTimeMillis(),
                    payload(publication.getValue())));
        }
        return publications;
    }

    private static Payload payload(ByteString value) {
        return Payload.wrap(WholeArray.of(value));
    }

    private static ToEdge.Reason reason(Refused.Reason reason) {
        return switch (reason) {
            case REASON_NOT_OWNER -> ToEdge.Reason.NOT_OWNER;
            case REASON_MOVED -> ToEdge.Reason.MOVED;
            case REASON_NOT_READY, REASON_UNSPECIFIED, UNRECOGNIZED -> ToEdge.Reason.NOT_READY;
        };
    }
}

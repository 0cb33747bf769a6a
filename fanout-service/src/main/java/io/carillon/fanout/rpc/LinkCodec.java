package io.carillon.fanout.rpc;

import com.google.protobuf.UnsafeByteOperations;
import io.carillon.core.link.Interest;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import io.carillon.proto.fanout.v1.Attach;
import io.carillon.proto.fanout.v1.Attached;
import io.carillon.proto.fanout.v1.Batch;
import io.carillon.proto.fanout.v1.Heartbeat;
import io.carillon.proto.fanout.v1.InterestsEffective;
import io.carillon.proto.fanout.v1.PublicationRecord;
import io.carillon.proto.fanout.v1.Refused;
import io.carillon.proto.fanout.v1.Replay;
import io.carillon.proto.fanout.v1.ReplayPart;
import java.util.List;

/** Turns the messages of a link into the nouns of {@code core.link}, and those back. */
final class LinkCodec {

    private LinkCodec() {}

    /**
     * Returns what an edge said.
     *
     * @throws IllegalArgumentException if it is not a message of an edge after its greeting, or out of range
     */
    static ToOwner decode(io.carillon.proto.fanout.v1.ToOwner message) {
        return switch (message.getMessageCase()) {
            case ATTACH -> attach(message.getAttach());
            case DETACH -> new ToOwner.Detach(message.getDetach().getPartition());
            case CHANGE_INTERESTS ->
                new ToOwner.ChangeInterests(
                        message.getChangeInterests().getPartition(),
                        message.getChangeInterests().getRevision(),
                        interests(message.getChangeInterests().getChangesList()));
            case GRANT ->
                new ToOwner.Grant(
                        message.getGrant().getPartition(),
                        notNegative("bytes", message.getGrant().getBytes()));
            case REPLAY -> replay(message.getReplay());
            case GRANT_REPLAY ->
                new ToOwner.GrantReplay(
                        message.getGrantReplay().getId(),
                        message.getGrantReplay().getPartition(),
                        notNegative("bytes", message.getGrantReplay().getBytes()));
            case CANCEL_REPLAY ->
                new ToOwner.CancelReplay(
                        message.getCancelReplay().getId(),
                        message.getCancelReplay().getPartition());
            case HEARTBEAT -> new ToOwner.Heartbeat(message.getHeartbeat().getUnreachableNodesList());
            case HELLO ->
                throw new IllegalArgumentException("message: a second Hello (expected: one, at the beginning)");
            case MESSAGE_NOT_SET ->
                throw new IllegalArgumentException("message: none of version 1 (expected: one that both sides know)");
        };
    }

    private static ToOwner.Replay replay(Replay replay) {
        if (replay.getAfter() < ToOwner.FROM_LAST || replay.getAfter() == ToOwner.FROM_END) {
            throw new IllegalArgumentException("after: " + replay.getAfter() + " (expected: >= -1, " + ToOwner.FROM_TIME
                    + " or " + ToOwner.FROM_LAST + ")");
        }
        boolean range = replay.getAfter() >= -1;
        boolean last = replay.getAfter() == ToOwner.FROM_LAST;
        if (replay.getLastCount() < 0 || (!range && last == (replay.getLastCount() == 0))) {
            throw new IllegalArgumentException("last_count: " + replay.getLastCount()
                    + " (expected: >= 0, > 0 with after " + ToOwner.FROM_LAST + ", 0 with " + ToOwner.FROM_TIME + ")");
        }
        return new ToOwner.Replay(
                replay.getId(),
                replay.getPartition(),
                replay.getChannelsList(),
                replay.getAfter(),
                replay.getSinceMillis(),
                replay.getLastCount(),
                replay.getUntil(),
                notNegative("credit_bytes", replay.getCreditBytes()));
    }

    private static ToOwner.Attach attach(Attach attach) {
        if (attach.getAfter() < ToOwner.FROM_END) {
            throw new IllegalArgumentException(
                    "after: " + attach.getAfter() + " (expected: >= " + ToOwner.FROM_END + ")");
        }
        return new ToOwner.Attach(
                attach.getPartition(),
                notNegative("epoch", attach.getEpoch()),
                attach.getAfter(),
                attach.getRevision(),
                interests(attach.getInterestsList()),
                notNegative("credit_bytes", attach.getCreditBytes()));
    }

    private static List<Interest> interests(List<io.carillon.proto.fanout.v1.Interest> interests) {
        return interests.stream()
                .map(interest ->
                        new Interest(interest.getChannel(), interest.getConnections(), interest.getWithdrawn()))
                .toList();
    }

    private static long notNegative(String field, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(field + ": " + Long.toUnsignedString(value) + " (expected: < 2^63)");
        }
        return value;
    }

    /** Returns the message that says it; the values of publications are shared, not copied. */
    static io.carillon.proto.fanout.v1.ToEdge encode(ToEdge said) {
        var message = io.carillon.proto.fanout.v1.ToEdge.newBuilder();
        switch (said) {
            case ToEdge.Attached(int partition, long epoch, long position, long revision, long timeMillis) ->
                message.setAttached(Attached.newBuilder()
                        .setPartition(partition)
                        .setEpoch(epoch)
                        .setPosition(position)
                        .setRevision(revision)
                        .setTimeMillis(timeMillis));
            case ToEdge.Refused(int partition, long epoch, ToEdge.Reason reason) ->
                message.setRefused(Refused.newBuilder()
                        .setPartition(partition)
                        .setEpoch(epoch)
                        .setReason(reason(reason)));
            case ToEdge.InterestsEffective(int partition, long epoch, long revision, long effectiveFrom) ->
                message.setInterestsEffective(InterestsEffective.newBuilder()
                        .setPartition(partition)
                        .setEpoch(epoch)
                        .setRevision(revision)
                        .setEffectiveFrom(effectiveFrom));
            case ToEdge.Batch(
                    int partition,
                    long epoch,
                    long after,
                    long through,
                    long timeMillis,
                    var publications) -> {
                var batch = Batch.newBuilder()
                        .setPartition(partition)
                        .setEpoch(epoch)
                        .setAfter(after)
                        .setThrough(through)
                        .setTimeMillis(timeMillis);
                publications.forEach(publication -> batch.addPublications(record(publication)));
                message.setBatch(batch);
            }
            case ToEdge.ReplayPart(
                    long id,
                    int partition,
                    long epoch,
                    long after,
                    long through,
                    boolean done,
                    boolean incomplete,
                    var publications) -> {
                var part = ReplayPart.newBuilder()
                        .setId(id)
                        .setPartition(partition)
                        .setEpoch(epoch)
                        .setAfter(after)
                        .setThrough(through)
                        .setDone(done)
                        .setIncomplete(incomplete);
                publications.forEach(publication -> part.addPublications(record(publication)));
                message.setReplayPart(part);
            }
            case ToEdge.Heartbeat() -> message.setHeartbeat(Heartbeat.getDefaultInstance());
        }
        return message.build();
    }

    static PublicationRecord record(Publication publication) {
        return PublicationRecord.newBuilder()
                .setChannel(publication.channel())
                .setOffset(publication.offset())
                .setTimeMillis(publication.timeMillis())
                // Nobody writes to the bytes of a payload, which is what this asks for.
                .setValue(UnsafeByteOperations.unsafeWrap(publication.value().bytes()))
                .build();
    }

    private static Refused.Reason reason(ToEdge.Reason reason) {
        return switch (reason) {
            case NOT_OWNER -> Refused.Reason.REASON_NOT_OWNER;
            case NOT_READY -> Refused.Reason.REASON_NOT_READY;
            case MOVED -> Refused.Reason.REASON_MOVED;
        };
    }
}

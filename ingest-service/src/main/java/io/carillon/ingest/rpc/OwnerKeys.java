package io.carillon.ingest.rpc;

import com.google.protobuf.ByteString;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Digest;
import io.carillon.core.publication.PublishKey;
import io.carillon.ingest.publish.KeyOwner;
import io.carillon.proto.fanout.v1.AskKeyRequest;
import io.carillon.proto.fanout.v1.AskKeyResponse;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.runtime.mesh.OwnerCalls;
import io.carillon.runtime.mesh.Owners;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks owners about keys over the mesh. Safe for use by many threads, which wait. */
public final class OwnerKeys implements KeyOwner {

    private final OwnerCalls owners;

    /** Makes the asker. */
    public OwnerKeys(OwnerCalls owners) {
        this.owners = owners;
    }

    @Override
    public Known reserve(String channel, String principal, String key, Digest body) throws InterruptedException {
        return ask(
                channel,
                AskKeyRequest.newBuilder()
                        .setChannel(channel)
                        .setPrincipal(principal)
                        .setKey(key)
                        .setBody(ByteString.copyFrom(body.toBytes())));
    }

    @Override
    public Known judge(String channel, PublishKey key, long offset) throws InterruptedException {
        return ask(
                channel,
                AskKeyRequest.newBuilder()
                        .setChannel(channel)
                        .setPrincipal(key.principal())
                        .setKey(key.key())
                        .setBody(ByteString.copyFrom(key.body().toBytes()))
                        .setOffset(offset));
    }

    private Known ask(String channel, AskKeyRequest.Builder request) throws InterruptedException {
        OwnerCalls.Outcome<Known> outcome = owners.ask(channel, (owner, timeoutNanos) -> {
            AskKeyResponse answer = FanoutGrpc.newBlockingStub(owner.channel())
                    .withDeadlineAfter(timeoutNanos, TimeUnit.NANOSECONDS)
                    .askKey(request.setPartition(owner.partition()).build());
            return known(answer, owner);
        });
        return switch (outcome) {
            case OwnerCalls.Outcome.Answered<Known>(Known answer) -> answer;
            case OwnerCalls.Outcome.Unanswered<Known>(String why) -> new Known.Unknown(why);
        };
    }

    private static Optional<Known> known(AskKeyResponse answer, Owners.Owner owner) {
        return switch (answer.getAnswerCase()) {
            case FRESH -> Optional.of(new Known.Fresh(answer.getFresh().getAfter()));
            case FIRST -> Optional.of(new Known.First());
            case REPEAT -> {
                var first = answer.getRepeat();
                String id = Cursor.at(owner.generation(), first.getTimeMillis(), owner.partition(), first.getOffset())
                        .text();
                yield Optional.of(new Known.Repeat(id, first.getSameBody()));
            }
            case FULL -> Optional.of(new Known.Full());
            case ANSWER_NOT_SET -> Optional.empty();
        };
    }
}

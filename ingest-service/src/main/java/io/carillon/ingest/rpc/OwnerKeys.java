package io.carillon.ingest.rpc;

import com.google.protobuf.ByteString;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Digest;
import io.carillon.core.publication.PublishKey;
import io.carillon.core.time.Ticker;
import io.carillon.ingest.publish.KeyOwner;
import io.carillon.proto.fanout.v1.AskKeyRequest;
import io.carillon.proto.fanout.v1.AskKeyResponse;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks owners about keys over the mesh. While nobody owns the channel's partition, or who owns it does not know yet, it asks
 * again, until its patience ends. Safe for use by many threads, which wait.
 */
public final class OwnerKeys implements KeyOwner {

    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private final Owners owners;
    private final Duration patience;
    private final Ticker ticker;

    /**
     * Makes the asker.
     *
     * @param patience how long an answer may take, with everything that is tried for it
     */
    public OwnerKeys(Owners owners, Duration patience, Ticker ticker) {
        this.owners = owners;
        this.patience = patience;
        this.ticker = ticker;
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
        long deadlineNanos = ticker.nanos() + patience.toNanos();
        String why = "nobody owns the partition";
        while (true) {
            long restNanos = deadlineNanos - ticker.nanos();
            if (restNanos <= 0) {
                return new Known.Unknown(why + ", for " + patience.toMillis() + " ms");
            }
            Optional<Owners.Owner> owner = owners.of(channel);
            if (owner.isPresent()) {
                try {
                    AskKeyResponse answer = FanoutGrpc.newBlockingStub(
                                    owner.get().channel())
                            .withDeadlineAfter(restNanos, TimeUnit.NANOSECONDS)
                            .askKey(request.setPartition(owner.get().partition())
                                    .build());
                    Optional<Known> known = known(answer, owner.get());
                    if (known.isPresent()) {
                        return known.get();
                    }
                    why = "the owner does not know yet";
                } catch (StatusRuntimeException e) {
                    why = String.valueOf(e.getMessage());
                }
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(ASK_AGAIN.toNanos(), Math.max(0, deadlineNanos - ticker.nanos())));
        }
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

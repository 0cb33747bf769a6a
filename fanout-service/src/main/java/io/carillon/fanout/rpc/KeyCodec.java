package io.carillon.fanout.rpc;

import io.carillon.core.channel.ChannelName;
import io.carillon.core.publication.Digest;
import io.carillon.core.publication.PublishKey;
import io.carillon.fanout.keys.KeyAnswer;
import io.carillon.fanout.keys.KeyQuestion;
import io.carillon.proto.fanout.v1.AskKeyRequest;
import io.carillon.proto.fanout.v1.AskKeyResponse;
import io.carillon.proto.fanout.v1.KeyFirst;
import io.carillon.proto.fanout.v1.KeyFresh;
import io.carillon.proto.fanout.v1.KeyFull;
import io.carillon.proto.fanout.v1.KeyRepeat;
import java.util.Optional;

/** Turns questions about idempotency keys into the nouns of {@code fanout.delivery}, and answers back. */
final class KeyCodec {

    private KeyCodec() {}

    /** Returns the question; empty if it is not well-formed. */
    static Optional<KeyQuestion> decode(AskKeyRequest request) {
        boolean sensible = ChannelName.isValid(request.getChannel())
                && !request.getKey().isEmpty()
                && request.getKey().length() <= PublishKey.MAX_LENGTH
                && request.getPartition() >= 0
                && request.getOffset() >= 0;
        return sensible
                ? Digest.fromBytes(request.getBody().toByteArray())
                        .map(body -> new KeyQuestion(
                                request.getPartition(),
                                PublishKey.identity(request.getChannel(), request.getPrincipal(), request.getKey()),
                                body,
                                request.hasOffset() ? request.getOffset() : KeyQuestion.BEFORE))
                : Optional.empty();
    }

    static AskKeyResponse encode(KeyAnswer answer) {
        var response = AskKeyResponse.newBuilder();
        switch (answer) {
            case KeyAnswer.Fresh(long after) ->
                response.setFresh(KeyFresh.newBuilder().setAfter(after));
            case KeyAnswer.First() -> response.setFirst(KeyFirst.getDefaultInstance());
            case KeyAnswer.Repeat(long offset, long timeMillis, boolean sameBody) ->
                response.setRepeat(KeyRepeat.newBuilder()
                        .setOffset(offset)
                        .setTimeMillis(timeMillis)
                        .setSameBody(sameBody));
            case KeyAnswer.Full() -> response.setFull(KeyFull.getDefaultInstance());
            case KeyAnswer.NotYet() -> {
                // An answer that says nothing says that.
            }
        }
        return response.build();
    }
}

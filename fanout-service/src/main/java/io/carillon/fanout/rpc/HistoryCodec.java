package io.carillon.fanout.rpc;

import io.carillon.core.channel.ChannelName;
import io.carillon.core.link.ToOwner;
import io.carillon.fanout.delivery.PageOutcome;
import io.carillon.fanout.link.PageRequest;
import io.carillon.proto.fanout.v1.ReadHistoryRequest;
import io.carillon.proto.fanout.v1.ReadHistoryResponse;

/** Turns questions for pages of a channel's past into the nouns of {@code fanout.link}, and answers back. */
final class HistoryCodec {

    /** What no page exceeds, whatever was asked for. */
    private static final int COUNT_LIMIT = 1_000;

    private static final int BYTES_LIMIT = 1 << 20;

    private HistoryCodec() {}

    /** What a request turned out to be. */
    sealed interface Decoded {}

    /** A question that can be answered. */
    record Question(PageRequest page) implements Decoded {}

    /** Not a question of this protocol. */
    record Malformed(String why) implements Decoded {}

    static Decoded decode(ReadHistoryRequest request) {
        if (!ChannelName.isValid(request.getChannel())) {
            return new Malformed("channel: not a channel's name");
        }
        if (request.getPartition() < 0) {
            return new Malformed("partition: out of range");
        }
        long after = switch (request.getBeginCase()) {
            case AFTER -> Math.max(-1, request.getAfter());
            case SINCE_MILLIS -> ToOwner.FROM_TIME;
            case LAST_COUNT -> ToOwner.FROM_LAST;
            case BEGIN_NOT_SET -> -1;
        };
        if (after == ToOwner.FROM_LAST && request.getLastCount() < 1) {
            return new Malformed("last_count: " + request.getLastCount() + " (expected: from 1)");
        }
        return new Question(new PageRequest(
                request.getPartition(),
                request.getChannel(),
                after,
                Math.max(0, request.getSinceMillis()),
                request.getLastCount(),
                request.hasLastUntil() ? Math.max(-1, request.getLastUntil()) : Long.MAX_VALUE,
                Math.clamp(request.getLimit(), 1, COUNT_LIMIT),
                (int) Math.clamp(request.getMaxBytes(), 1L, (long) BYTES_LIMIT)));
    }

    static ReadHistoryResponse encode(PageOutcome.Page page) {
        var response = ReadHistoryResponse.newBuilder()
                .setAfter(page.after())
                .setThrough(page.through())
                .setMore(page.more())
                .setTruncated(page.truncated());
        page.publications().forEach(publication -> response.addPublications(LinkCodec.record(publication)));
        return response.build();
    }
}

package io.carillon.edge.rpc;

import io.carillon.core.position.ChannelPlace;
import io.carillon.edge.history.ChannelPage;
import io.carillon.edge.history.ChannelPast;
import io.carillon.edge.history.HistoryQuery;
import io.carillon.edge.history.HistoryStart;
import io.carillon.edge.history.OwnerPage;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.fanout.v1.ReadHistoryRequest;
import io.carillon.proto.fanout.v1.ReadHistoryResponse;
import io.carillon.runtime.mesh.OwnerCalls;
import io.carillon.runtime.mesh.Owners;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks owners for pages over the mesh. Safe for use by many threads, which wait. */
public final class OwnerPages implements ChannelPast {

    private final OwnerCalls owners;
    private final int limitBytes;

    /**
     * Makes the asker.
     *
     * @param limitBytes where pages end whatever they hold, in bytes as {@code Publication.weight()} counts them
     */
    public OwnerPages(OwnerCalls owners, int limitBytes) {
        this.owners = owners;
        this.limitBytes = limitBytes;
    }

    @Override
    public Outcome read(HistoryQuery query) throws InterruptedException {
        OwnerCalls.Outcome<ChannelPage> outcome =
                owners.ask(query.channel(), (owner, timeoutNanos) -> Optional.of(page(query, owner, timeoutNanos)));
        return switch (outcome) {
            case OwnerCalls.Outcome.Answered<ChannelPage>(ChannelPage page) -> new Outcome.Known(page);
            case OwnerCalls.Outcome.Unanswered<ChannelPage>(String why) -> new Outcome.Unavailable(why);
        };
    }

    private ChannelPage page(HistoryQuery query, Owners.Owner owner, long timeoutNanos) {
        // Anew for each owner, since the log itself may have been replaced in between.
        var start = HistoryStart.of(query, owner.generation(), owner.partition());
        ReadHistoryResponse answer = FanoutGrpc.newBlockingStub(owner.channel())
                .withDeadlineAfter(timeoutNanos, TimeUnit.NANOSECONDS)
                .readHistory(request(query, start));
        return ChannelPage.of(
                query,
                start,
                new OwnerPage(
                        answer.getAfter(),
                        answer.getThrough(),
                        LinkCodec.publications(start.partition(), answer.getPublicationsList()),
                        answer.getMore(),
                        answer.getTruncated()));
    }

    private ReadHistoryRequest request(HistoryQuery query, HistoryStart start) {
        var request = ReadHistoryRequest.newBuilder()
                .setPartition(start.partition())
                .setChannel(query.channel())
                .setLimit(query.limit())
                .setMaxBytes(limitBytes);
        switch (start.place()) {
            case ChannelPlace.Behind(long offset) -> request.setAfter(offset);
            case ChannelPlace.Since(long timeMillis) -> request.setSinceMillis(timeMillis);
            case ChannelPlace.LastBefore(long offset, int count) ->
                request.setLastCount(count).setLastUntil(offset);
        }
        return request.build();
    }
}

package io.carillon.ingest.rpc;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.carillon.ingest.publish.SubscriberCounter;
import io.carillon.proto.fanout.v1.CountSubscribersRequest;
import io.carillon.proto.fanout.v1.CountSubscribersResponse;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.runtime.mesh.Owners;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Asks each channel's owner how many client connections are subscribed, over all edges. Whom to ask, the partition table
 * says; while there is none, or the owner does not answer, the number is not known.
 */
public final class OwnerCounts implements SubscriberCounter {

    private final Owners owners;
    private final Duration patience;

    /**
     * Makes a counter.
     *
     * @param patience how long an owner may take to answer
     */
    public OwnerCounts(Owners owners, Duration patience) {
        this.owners = owners;
        this.patience = patience;
    }

    @Override
    public CompletionStage<OptionalInt> count(String channel) {
        return owners.of(channel)
                .map(owner -> ask(owner, channel))
                .orElseGet(() -> CompletableFuture.completedStage(OptionalInt.empty()));
    }

    private CompletionStage<OptionalInt> ask(Owners.Owner owner, String channel) {
        var answer = new CompletableFuture<OptionalInt>();
        var call = FanoutGrpc.newFutureStub(owner.channel())
                .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)
                .countSubscribers(CountSubscribersRequest.newBuilder()
                        .setPartition(owner.partition())
                        .setChannel(channel)
                        .build());
        Futures.addCallback(
                call,
                new FutureCallback<>() {
                    @Override
                    public void onSuccess(CountSubscribersResponse response) {
                        answer.complete(
                                response.hasConnections()
                                        ? OptionalInt.of(response.getConnections())
                                        : OptionalInt.empty());
                    }

                    @Override
                    public void onFailure(Throwable cause) {
                        answer.complete(OptionalInt.empty());
                    }
                },
                MoreExecutors.directExecutor());
        return answer;
    }
}

package io.carillon.fanout.rpc;

import io.carillon.core.table.PartitionTable;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.delivery.PageOutcome;
import io.carillon.fanout.delivery.SubscriberCount;
import io.carillon.fanout.keys.KeyAnswer;
import io.carillon.fanout.keys.KeyQuestion;
import io.carillon.fanout.keys.KeyReply;
import io.carillon.fanout.link.PageRequest;
import io.carillon.fanout.ownership.TableSource;
import io.carillon.proto.fanout.v1.AskKeyRequest;
import io.carillon.proto.fanout.v1.AskKeyResponse;
import io.carillon.proto.fanout.v1.CountSubscribersRequest;
import io.carillon.proto.fanout.v1.CountSubscribersResponse;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.fanout.v1.ReadHistoryRequest;
import io.carillon.proto.fanout.v1.ReadHistoryResponse;
import io.carillon.proto.fanout.v1.RevocationsUpdate;
import io.carillon.proto.fanout.v1.TableUpdate;
import io.carillon.proto.fanout.v1.ToEdge;
import io.carillon.proto.fanout.v1.ToOwner;
import io.carillon.proto.fanout.v1.WatchRevocationsRequest;
import io.carillon.proto.fanout.v1.WatchTableRequest;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The methods of {@code carillon.fanout.v1.Fanout}. Each call has a virtual thread, on which it may wait. */
final class FanoutService extends FanoutGrpc.FanoutImplBase {

    private static final System.Logger LOGGER = System.getLogger(FanoutService.class.getName());

    /** Ingests wait far shorter; this only bounds the thread. */
    private static final Duration COUNT_LIMIT = Duration.ofSeconds(1);

    /** Ingests wait no longer. */
    private static final Duration KEY_LIMIT = Duration.ofSeconds(3);

    private final TableSource tables;
    private final BooleanSupplier cutOff;
    private final Delivery delivery;
    private final Links links;
    private final RevocationTeller revocations;
    private final Set<NewestWatch<PartitionTable>> watches = ConcurrentHashMap.newKeySet();

    FanoutService(
            TableSource tables, BooleanSupplier cutOff, Delivery delivery, Links links, RevocationTeller revocations) {
        this.tables = tables;
        this.cutOff = cutOff;
        this.delivery = delivery;
        this.links = links;
        this.revocations = revocations;
    }

    @Override
    public StreamObserver<ToOwner> link(StreamObserver<ToEdge> toEdge) {
        return links.open(Call.current(), (ServerCallStreamObserver<ToEdge>) toEdge);
    }

    @Override
    public void watchTable(WatchTableRequest request, StreamObserver<TableUpdate> watcher) {
        var watch = new NewestWatch<>(PartitionTable::version);
        var call = (ServerCallStreamObserver<TableUpdate>) watcher;
        call.setOnCancelHandler(watch::end);
        watches.add(watch);
        try (var _ = tables.watch(watch::offer)) {
            onCallThread(() -> {
                watch.tell(
                        request.getFromVersion(),
                        (before, newest) -> watcher.onNext(TableCodec.encode(before, newest, cutOff.getAsBoolean())));
                if (!call.isCancelled()) {
                    watcher.onError(
                            Status.UNAVAILABLE.withDescription("draining").asRuntimeException());
                }
            });
        } finally {
            watches.remove(watch);
        }
    }

    @Override
    public void countSubscribers(CountSubscribersRequest request, StreamObserver<CountSubscribersResponse> asker) {
        onCallThread(() -> {
            switch (delivery.count(request.getPartition(), request.getChannel(), COUNT_LIMIT)) {
                case SubscriberCount.Known(int connections) ->
                    answer(
                            asker,
                            CountSubscribersResponse.newBuilder()
                                    .setConnections(connections)
                                    .build());
                case SubscriberCount.Unknown() -> answer(asker, CountSubscribersResponse.getDefaultInstance());
                case SubscriberCount.NotOwner() -> asker.onError(notOwned(request.getPartition()));
            }
        });
    }

    @Override
    public void readHistory(ReadHistoryRequest request, StreamObserver<ReadHistoryResponse> asker) {
        onCallThread(() -> {
            switch (HistoryCodec.decode(request)) {
                case HistoryCodec.Malformed(String why) ->
                    asker.onError(Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException());
                case HistoryCodec.Question(PageRequest page) -> answer(asker, page);
            }
        });
    }

    private void answer(StreamObserver<ReadHistoryResponse> asker, PageRequest request) throws InterruptedException {
        switch (delivery.page(request)) {
            case PageOutcome.Page page -> answer(asker, HistoryCodec.encode(page));
            case PageOutcome.NotOwner() -> asker.onError(notOwned(request.partition()));
            case PageOutcome.Unavailable(String why) ->
                asker.onError(Status.UNAVAILABLE.withDescription(why).asRuntimeException());
            case PageOutcome.Busy() ->
                asker.onError(Status.RESOURCE_EXHAUSTED
                        .withDescription("too many pages are being read")
                        .asRuntimeException());
        }
    }

    @Override
    public void askKey(AskKeyRequest request, StreamObserver<AskKeyResponse> asker) {
        onCallThread(() -> {
            Optional<KeyQuestion> question = KeyCodec.decode(request);
            if (question.isEmpty()) {
                asker.onError(Status.INVALID_ARGUMENT
                        .withDescription("channel, key or body: not well-formed")
                        .asRuntimeException());
                return;
            }
            switch (delivery.askKey(question.get(), KEY_LIMIT)) {
                case KeyReply.Known(KeyAnswer answer) -> answer(asker, KeyCodec.encode(answer));
                case KeyReply.NotOwner() -> asker.onError(notOwned(request.getPartition()));
                case KeyReply.Busy() ->
                    asker.onError(Status.RESOURCE_EXHAUSTED
                            .withDescription("too many questions about keys wait")
                            .asRuntimeException());
            }
        });
    }

    @Override
    public void watchRevocations(WatchRevocationsRequest request, StreamObserver<RevocationsUpdate> watcher) {
        onCallThread(() -> revocations.tell(request, (ServerCallStreamObserver<RevocationsUpdate>) watcher));
    }

    private static RuntimeException notOwned(int partition) {
        return Status.FAILED_PRECONDITION
                .withDescription("partition " + partition + " is not owned here")
                .asRuntimeException();
    }

    private static <T> void answer(StreamObserver<T> asker, T response) {
        asker.onNext(response);
        asker.onCompleted();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** Does what a call asks for. Whoever asked may be gone by now, which is no failure of ours. */
    private static void onCallThread(Work work) {
        try {
            work.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "call not answered", e);
        }
    }

    /** Lets all watchers go. */
    void drain() {
        revocations.drain();
        watches.forEach(NewestWatch::end);
    }

    /** Returns how many watch the table. */
    int watches() {
        return watches.size();
    }
}

package io.carillon.fanout.rpc;

import io.carillon.core.access.Revocation;
import io.carillon.fanout.revocation.RevocationBook;
import io.carillon.fanout.revocation.RevocationPage;
import io.carillon.proto.fanout.v1.RevocationRecord;
import io.carillon.proto.fanout.v1.RevocationsUpdate;
import io.carillon.proto.fanout.v1.WatchRevocationsRequest;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;

/** Tells watchers who is not let in any more, each on the thread of its call. */
final class RevocationTeller {

    /** Some hundred kilobytes at most, far below what a message may have. */
    private static final int PAGE = 1_000;

    /** How often a watcher is told something although there is nothing new; watchers give a node up after some of these. */
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final RevocationBook book;
    private volatile boolean draining;

    RevocationTeller(RevocationBook book) {
        this.book = book;
    }

    /** Tells a watcher until it is gone, or this node drains. */
    void tell(WatchRevocationsRequest request, ServerCallStreamObserver<RevocationsUpdate> watcher)
            throws InterruptedException {
        String log = request.getLogId();
        long from = request.getFromOffset();
        // The first page is due at once, so that the watcher learns that it has everything, if it has.
        Duration patience = Duration.ZERO;
        while (!watcher.isCancelled()) {
            RevocationPage page = book.await(log, from, PAGE, patience);
            if (draining) {
                watcher.onError(Status.UNAVAILABLE.withDescription("draining").asRuntimeException());
                return;
            }
            watcher.onNext(encode(page));
            log = page.logId();
            from = page.nextOffset();
            patience = BEAT;
        }
    }

    private static RevocationsUpdate encode(RevocationPage page) {
        var update = RevocationsUpdate.newBuilder()
                .setLogId(page.logId())
                .setNextOffset(page.nextOffset())
                .setComplete(page.complete())
                .setBehind(page.behind());
        for (Revocation revocation : page.revocations()) {
            update.addRevocations(RevocationRecord.newBuilder()
                    .setKey(revocation.key())
                    .setBeforeMillis(revocation.beforeMillis())
                    .setUntilMillis(revocation.untilMillis()));
        }
        return update.build();
    }

    /** Lets all watchers go, within a beat. */
    void drain() {
        draining = true;
    }
}

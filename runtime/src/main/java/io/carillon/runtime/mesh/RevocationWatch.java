package io.carillon.runtime.mesh;

import io.carillon.core.access.Revocation;
import io.carillon.core.time.Ticker;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.fanout.v1.RevocationRecord;
import io.carillon.proto.fanout.v1.RevocationsUpdate;
import io.carillon.proto.fanout.v1.WatchRevocationsRequest;
import io.carillon.runtime.auth.Revocations;
import io.carillon.runtime.observe.Metrics;
import io.grpc.ManagedChannel;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Hears from fanout nodes who is not let in any more: from any that answers, for as long as it has something to say each
 * second and the log answers it. A node that is frozen or cut off is left within three seconds, so that a revocation is here
 * within five while any node is well.
 *
 * <p>While no node answers, those that are known stay.
 */
public final class RevocationWatch implements AutoCloseable {

    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
    private static final long NEVER = Long.MIN_VALUE;

    private final Revocations revocations;
    private final Ticker ticker;
    private final InstantSource clock;
    private final NodeWatch<RevocationsUpdate> watch;
    private volatile long heardAtNanos = NEVER;

    // From here on, everything belongs to the watch's thread.
    private String logId = "";
    private long nextOffset;
    private long forgotAtNanos;

    /**
     * Makes a watch that has not started.
     *
     * @param channels makes connections
     * @param peers the nodes to ask, as {@code host:port}, as known now
     * @param revocations is given what is heard
     */
    public RevocationWatch(
            MeshChannels channels,
            Supplier<List<String>> peers,
            Revocations revocations,
            Ticker ticker,
            InstantSource clock) {
        this.revocations = revocations;
        this.ticker = ticker;
        this.clock = clock;
        forgotAtNanos = ticker.nanos();
        watch = new NodeWatch<>("revocations", channels, peers, new NodeWatch.Question<>() {
            @Override
            public BlockingClientCall<?, RevocationsUpdate> ask(ManagedChannel peer) {
                return FanoutGrpc.newBlockingV2Stub(peer)
                        .watchRevocations(WatchRevocationsRequest.newBuilder()
                                .setLogId(logId)
                                .setFromOffset(nextOffset)
                                .build());
            }

            @Override
            public boolean take(RevocationsUpdate update, boolean first) {
                RevocationWatch.this.take(update);
                // What a node that is behind cannot know another may.
                return !update.getBehind();
            }
        });
    }

    /** Shows what is known, and how old that may be, for one of the services in a process. */
    public void show(Metrics metrics, String service) {
        metrics.gauge(
                "push_auth_revocations",
                "Principals and tokens that are not let in any more",
                revocations::size,
                "service",
                service);
        metrics.gauge(
                "push_auth_revocations_age_seconds",
                "Since when no fanout node has told who is not let in any more; -1 if none ever has",
                () -> heardAtNanos == NEVER ? -1 : (ticker.nanos() - heardAtNanos) / 1e9,
                "service",
                service);
    }

    /** Starts to watch. */
    public void start() {
        watch.start();
    }

    @Override
    public void close() {
        watch.close();
    }

    private void take(RevocationsUpdate update) {
        for (RevocationRecord told : update.getRevocationsList()) {
            revocations.add(new Revocation(told.getKey(), told.getBeforeMillis(), told.getUntilMillis()));
        }
        logId = update.getLogId();
        nextOffset = update.getNextOffset();
        if (update.getComplete()) {
            revocations.complete();
        }
        if (update.getComplete() && !update.getBehind()) {
            heardAtNanos = ticker.nanos();
        }
        if (ticker.nanos() - forgotAtNanos > FORGET_EVERY.toNanos()) {
            forgotAtNanos = ticker.nanos();
            revocations.forgetEnded(clock.millis());
        }
    }
}

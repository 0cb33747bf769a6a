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
import io.grpc.Status;
import io.grpc.StatusException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears from fanout nodes who is not let in any more: from any that answers, for as long as it has something to say each
 * second and the log answers it. A node that is frozen or cut off is left within three seconds, so that a revocation is here
 * within five while any node is well.
 *
 * <p>On a virtual thread of its own. While no node answers, those that are known stay.
 */
public final class RevocationWatch implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(RevocationWatch.class.getName());

    /** How long a node may say nothing; it is to say something each second. */
    private static final Duration SILENCE = Duration.ofMillis(2_500);

    /** Bounds of the random wait before the next node is asked. */
    private static final long RETRY_MIN_MILLIS = 50;

    private static final long RETRY_MAX_MILLIS = 500;

    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
    private static final long NEVER = Long.MIN_VALUE;

    private final MeshChannels channels;
    private final Supplier<List<String>> peers;
    private final Revocations revocations;
    private final Ticker ticker;
    private final InstantSource clock;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;
    private volatile @Nullable ManagedChannel channel;
    private volatile long heardAtNanos = NEVER;

    // From here on, everything belongs to the watch's thread.
    private String logId = "";
    private long nextOffset;
    private long forgotAtNanos;
    private boolean reported;

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
        this.channels = channels;
        this.peers = peers;
        this.revocations = revocations;
        this.ticker = ticker;
        this.clock = clock;
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
        thread = Thread.ofVirtual().name("carillon-revocation-watch").start(this::run);
    }

    @Override
    public void close() {
        closed = true;
        ManagedChannel open = channel;
        if (open != null) {
            open.shutdownNow();
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        int turn = ThreadLocalRandom.current().nextInt(1 << 16);
        forgotAtNanos = ticker.nanos();
        try {
            while (!closed) {
                List<String> known = peers.get();
                if (!known.isEmpty()) {
                    watch(known.get(Math.floorMod(turn++, known.size())));
                }
                TimeUnit.MILLISECONDS.sleep(
                        ThreadLocalRandom.current().nextLong(RETRY_MIN_MILLIS, RETRY_MAX_MILLIS + 1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(String peer) throws InterruptedException {
        ManagedChannel open = channels.open(peer);
        channel = open;
        try {
            var updates = FanoutGrpc.newBlockingV2Stub(open)
                    .watchRevocations(WatchRevocationsRequest.newBuilder()
                            .setLogId(logId)
                            .setFromOffset(nextOffset)
                            .build());
            for (RevocationsUpdate update = updates.read(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
                    update != null;
                    update = updates.read(SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                take(update);
                if (update.getBehind()) {
                    // What it cannot know another node may.
                    return;
                }
                reported = false;
            }
        } catch (StatusException e) {
            complain(peer, Status.fromThrowable(e).toString());
        } catch (TimeoutException _) {
            complain(peer, "nothing heard for " + SILENCE.toMillis() + " ms");
        } finally {
            open.shutdownNow();
        }
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

    private void complain(String peer, String why) {
        if (!closed && !reported) {
            reported = true;
            LOGGER.log(Level.WARNING, "no revocations from {0}, trying on: {1}", peer, why);
        }
    }
}

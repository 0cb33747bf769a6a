package io.carillon.fanout.rpc;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.delivery.EdgeLink;
import io.carillon.proto.fanout.v1.Hello;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The owner's end of a link to one edge.
 *
 * <pre>
 *  GREETING ──Hello──▶ OPEN ──┬─ the edge closed its side, cancelled, or is gone ─▶ ENDED
 *      └──────────────────────┴─ silent, slow, wrong, replaced, draining ─▶ told with a status ─▶ ENDED
 * </pre>
 *
 * <p>Threading: what the edge says arrives on the call's own thread, which may have to wait for a pump. What is said to
 * the edge goes into the outbox, and one virtual thread, the writer, alone writes on the call; it may have to wait for the
 * edge. Whoever first {@linkplain #end ends} the link decides why.
 *
 * <p>On Helidon's server a call must be completed on its own thread, save for a failure, upon which gRPC clients reset
 * the stream. So the writer tells failures, and the call's thread answers the edge that closes its side.
 */
final class Link implements EdgeLink, StreamObserver<io.carillon.proto.fanout.v1.ToOwner> {

    /** The version of the protocol that this side speaks. */
    static final int PROTOCOL_VERSION = 1;

    private static final System.Logger LOGGER = System.getLogger(Link.class.getName());

    private final long number;
    private final Links links;
    private final Delivery delivery;
    private final LinkSettings settings;
    private final Ticker ticker;
    private final Call call;
    private final ServerCallStreamObserver<io.carillon.proto.fanout.v1.ToEdge> toEdge;
    private final Outbox outbox;
    private final Thread writer;

    /** Why the link has ended; null while it has not. */
    private final AtomicReference<@Nullable Status> end = new AtomicReference<>();

    /** Written by the call's thread. */
    private volatile @Nullable Hello hello;

    /** The nodes that the edge cannot reach, as it last said. */
    private volatile Set<String> unreachable = Set.of();

    private volatile long heardNanos;
    private volatile long endedNanos;

    Link(
            long number,
            Links links,
            Delivery delivery,
            LinkSettings settings,
            Ticker ticker,
            Call call,
            ServerCallStreamObserver<io.carillon.proto.fanout.v1.ToEdge> toEdge) {
        this.number = number;
        this.links = links;
        this.delivery = delivery;
        this.settings = settings;
        this.ticker = ticker;
        this.call = call;
        this.toEdge = toEdge;
        this.outbox = new Outbox(settings.queueCount(), settings.queueBytes());
        this.heardNanos = ticker.nanos();
        this.writer = Thread.ofVirtual().name("link-" + number).unstarted(this::write);
    }

    /** Begins to live, on the call's thread. */
    void open() {
        toEdge.setOnCancelHandler(() -> end(Status.CANCELLED.withDescription("cancelled by the edge")));
        call.onEnd(this::callEnded);
        writer.start();
    }

    @Override
    public String id() {
        Hello greeting = hello;
        return (greeting == null ? "?" : greeting.getEdgeId()) + '#' + number;
    }

    /** Returns the id of the edge, or null before it has greeted. */
    @Nullable String edgeId() {
        Hello greeting = hello;
        return greeting == null ? null : greeting.getEdgeId();
    }

    Set<String> unreachable() {
        return unreachable;
    }

    boolean isOpen() {
        return end.get() == null;
    }

    @Override
    public void send(ToEdge message) {
        if (!outbox.offer(message)) {
            end(Status.RESOURCE_EXHAUSTED.withDescription("too slow: more than " + settings.queueCount()
                    + " messages or " + settings.queueBytes() + " bytes wait"));
        }
    }

    @Override
    public void onNext(io.carillon.proto.fanout.v1.ToOwner message) {
        heardNanos = ticker.nanos();
        if (!isOpen()) {
            return;
        }
        try {
            if (hello == null) {
                greet(message);
            } else {
                obey(LinkCodec.decode(message));
                if (!isOpen()) {
                    // It ended while this thread waited for the pump, which may have heard of that before it heard
                    // this.
                    delivery.lost(this);
                }
            }
        } catch (IllegalArgumentException e) {
            end(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
        } catch (InterruptedException _) {
            // Restored for Helidon, which waits next and then lets the thread end.
            Thread.currentThread().interrupt();
            end(Status.CANCELLED.withDescription("connection lost"));
        }
    }

    private void greet(io.carillon.proto.fanout.v1.ToOwner message) {
        if (!message.hasHello() || message.getHello().getEdgeId().isEmpty()) {
            throw new IllegalArgumentException(
                    "message: " + message.getMessageCase() + " (expected: HELLO with an edge_id, as the first one)");
        }
        Hello greeting = message.getHello();
        if (greeting.getProtocolVersion() != PROTOCOL_VERSION) {
            throw new IllegalArgumentException(
                    "protocol_version: " + greeting.getProtocolVersion() + " (expected: " + PROTOCOL_VERSION + ")");
        }
        hello = greeting;
        links.greeted(this, greeting.getEdgeId());
        if (!isOpen()) {
            links.ended(this);
            return;
        }
        LOGGER.log(Level.INFO, "link open link={0}", id());
        // Edges take the first word as the answer to their greeting.
        send(new ToEdge.Heartbeat());
    }

    private void obey(ToOwner message) throws InterruptedException {
        switch (message) {
            case ToOwner.Attach attach -> delivery.attach(this, attach);
            case ToOwner.Detach detach -> delivery.detach(this, detach);
            case ToOwner.ChangeInterests change -> delivery.changeInterests(this, change);
            case ToOwner.Grant grant -> delivery.grant(this, grant);
            case ToOwner.Heartbeat(List<String> nodes) -> unreachable = Set.copyOf(nodes);
            case ToOwner.Replay replay -> delivery.replay(this, replay);
            case ToOwner.GrantReplay grant -> delivery.grantReplay(this, grant);
            case ToOwner.CancelReplay cancel -> delivery.cancelReplay(this, cancel);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(Status.fromThrowable(failure));
    }

    /** Answers an edge that closes its side, on the call's thread, once the writer writes no more. */
    @Override
    public void onCompleted() {
        boolean first = end(Status.OK);
        try {
            if (first && writer.join(settings.grace())) {
                toEdge.onCompleted();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "link not closed in order link=" + id(), e);
        }
    }

    /**
     * Ends the link, if it has not ended: nothing that is under way is delivered any more, and its followings are over.
     *
     * @param why OK if the edge wanted it; anything else is told to the edge if that can still be reached
     * @return whether this was the end
     */
    boolean end(Status why) {
        if (isOpen()) {
            endedNanos = ticker.nanos();
        }
        if (!end.compareAndSet(null, why)) {
            return false;
        }
        LOGGER.log(
                level(why),
                "link ended link={0} cause={1} {2}",
                id(),
                why.getCode(),
                String.valueOf(why.getDescription()));
        outbox.close();
        delivery.lost(this);
        links.ended(this);
        return true;
    }

    private static Level level(Status why) {
        return switch (why.getCode()) {
            case OK, CANCELLED, ABORTED, UNAVAILABLE -> Level.INFO;
            default -> Level.WARNING;
        };
    }

    private void callEnded() {
        end(Status.CANCELLED.withDescription("connection lost"));
        writer.interrupt();
        links.remove(this);
    }

    /** Looks, every now and then, whether the edge still lives, and whether what has ended is really over. */
    void look() {
        long now = ticker.nanos();
        if (isOpen()) {
            if (now - heardNanos >= settings.silence().toNanos()) {
                end(Status.DEADLINE_EXCEEDED.withDescription(
                        "silent: no message for " + settings.silence().toMillis() + " ms"));
            }
        } else if (now - endedNanos >= settings.grace().toNanos()) {
            // The edge does not take note, or the writer is stuck in the socket. Closing the connection frees both
            // threads, since whatever else shares the connection is as unreachable.
            call.cut();
        }
    }

    private void write() {
        try {
            while (isOpen()) {
                ToEdge message = outbox.take(settings.heartbeat());
                if (isOpen()) {
                    toEdge.onNext(LinkCodec.encode(message == null ? new ToEdge.Heartbeat() : message));
                }
            }
        } catch (InterruptedException _) {
            return;
        } catch (RuntimeException e) {
            end(Status.UNAVAILABLE
                    .withDescription("cannot write: " + e.getMessage())
                    .withCause(e));
        }
        tellWhy();
    }

    private void tellWhy() {
        Status why = end.get();
        if (why == null || why.isOk() || why.getCode() == Status.Code.CANCELLED) {
            return;
        }
        try {
            toEdge.onError(why.asRuntimeException());
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "link not told why it ended link=" + id(), e);
        }
    }
}

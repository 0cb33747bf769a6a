package io.carillon.fanout.rpc;

import io.carillon.core.time.Ticker;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.proto.fanout.v1.ToEdge;
import io.carillon.proto.fanout.v1.ToOwner;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All links of this node: at most one for each edge. Safe for use by many threads; lives from {@link #start} to
 * {@link #close}.
 */
final class Links implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Links.class.getName());

    /** Bounds how much later than its limit a silence is noticed. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Delivery delivery;
    private final LinkSettings settings;
    private final Ticker ticker;
    private final AtomicLong lastNumber = new AtomicLong();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Map<String, Link> byEdge = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Links(Delivery delivery, LinkSettings settings, Ticker ticker) {
        this.delivery = delivery;
        this.settings = settings;
        this.ticker = ticker;
    }

    /** Begins to look after the links. */
    void start() {
        Thread.ofVirtual().name("links").start(this::lookAfter);
    }

    /** Makes the link of a call, on the call's thread. */
    StreamObserver<ToOwner> open(Call call, ServerCallStreamObserver<ToEdge> toEdge) {
        var link = new Link(lastNumber.incrementAndGet(), this, delivery, settings, ticker, call, toEdge);
        links.add(link);
        link.open();
        return link;
    }

    /**
     * Makes a link the one of its edge. An older one is over: an edge that comes back has noticed before us that the old
     * link is dead, and until that ends, its connections would count twice.
     */
    void greeted(Link link, String edgeId) {
        Link older = byEdge.put(edgeId, link);
        if (older != null) {
            older.end(Status.ABORTED.withDescription("replaced by a newer link of edge " + edgeId));
        }
    }

    /** Takes it that a link has ended, though its call may not have yet. */
    void ended(Link link) {
        String edgeId = link.edgeId();
        if (edgeId != null) {
            byEdge.remove(edgeId, link);
        }
    }

    /** Forgets a link whose call has ended. */
    void remove(Link link) {
        links.remove(link);
    }

    /** Returns how many edges have a link. */
    int count() {
        return byEdge.size();
    }

    /** Returns the edges that have a link, by id, with the nodes that each of them cannot reach. */
    Map<String, Set<String>> edges() {
        var edges = new HashMap<String, Set<String>>();
        byEdge.forEach((edge, link) -> edges.put(edge, link.unreachable()));
        return edges;
    }

    /** Returns how many calls of links there are, with those that are about to end. */
    int calls() {
        return links.size();
    }

    private void lookAfter() {
        try {
            while (!closed.await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
                for (Link link : links) {
                    look(link);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Link link) {
        try {
            link.look();
        } catch (RuntimeException e) {
            // One link that cannot be cut must not keep the others from being looked after.
            LOGGER.log(Level.WARNING, "link not looked after link=" + link.id(), e);
        }
    }

    /** Ends all links; edges go where the table says. */
    void drain() {
        links.forEach(link -> link.end(Status.UNAVAILABLE.withDescription("draining")));
    }

    @Override
    public void close() {
        drain();
        closed.countDown();
    }
}

package io.carillon.e2e.simulation;

import io.carillon.core.position.Cursor;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Place;
import io.carillon.edge.session.SessionRequest;
import io.carillon.edge.sse.SseFraming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that listens to some channels and comes back whenever its connection ends, sometimes with its cursor.
 *
 * <p>It reads as fast or as slowly as it does, stalls, hangs up, and on WebSocket answers pings when it feels like it.
 */
final class SimClient {

    private final World world;
    private final String name;
    private final Framing.Kind kind;
    private final List<String> channels;
    private final long readMillis;
    private int connects;
    private @Nullable SimOutlet outlet;
    private @Nullable Cursor cursor;
    private long stalledUntilNanos;
    private long muteUntilNanos;

    SimClient(World world, String name, Framing.Kind kind, List<String> channels, long readMillis) {
        this.world = world;
        this.name = name;
        this.kind = kind;
        this.channels = channels;
        this.readMillis = readMillis;
    }

    @Nullable SimOutlet outlet() {
        return outlet;
    }

    boolean isStalled() {
        return world.agenda.nanos() < stalledUntilNanos;
    }

    long readDelayNanos() {
        return isStalled() ? stalledUntilNanos - world.agenda.nanos() : world.chance.millis(0, readMillis);
    }

    void stall(long nanos) {
        stalledUntilNanos = world.agenda.nanos() + nanos;
    }

    void mute(long nanos) {
        muteUntilNanos = world.agenda.nanos() + nanos;
    }

    void goOn() {
        stalledUntilNanos = 0;
        muteUntilNanos = 0;
    }

    /** Connects to some edge that takes clients, or tries again a little later. */
    void connect() {
        List<SimEdge> edges = world.edges.stream().filter(SimEdge::takesClients).toList();
        if (edges.isEmpty()) {
            world.agenda.in(world.chance.millis(50, 500), this::connect);
            return;
        }
        SimEdge edge = world.chance.pick(edges);
        Place resume = place();
        // A list of its own tells this connection's channels from those of all others.
        List<String> own = List.of(channels.toArray(String[]::new));
        var connection = new Connection(world.log, name + "#" + connects++ + "@" + edge.name, kind, own, resume);
        var fresh = new SimOutlet(world, edge, edge.anyShard(), this, connection);
        outlet = fresh;
        world.trace.note(() -> connection + " connects for " + own + (resume == null ? "" : " from " + resume));
        if (kind == Framing.Kind.SSE) {
            fresh.tryWrite(SseFraming.retry(world.chance.between(0, 5_000)));
        }
        Framing framing = kind == Framing.Kind.SSE ? SseFraming.INSTANCE : TextFrames.INSTANCE;
        fresh.shard.open(fresh, new SessionRequest(framing, fresh, own, resume));
    }

    /** Comes back where it left off, or begins somewhere else, as clients do. */
    private @Nullable Place place() {
        if (cursor != null && world.chance.in(0.5)) {
            return new Place.At(cursor);
        }
        return switch (world.chance.between(0, 9)) {
            case 0 -> new Place.Earliest();
            case 1 -> new Place.Since(world.log.nowMillis() - world.chance.between(-2_000, 5_000));
            default -> null;
        };
    }

    void heard(SimOutlet from, Heard heard) {
        if (from != outlet) {
            return;
        }
        world.trace.note(() -> from.connection + " hears " + heard);
        world.heard++;
        from.connection.hear(heard);
        for (Invariant invariant : world.invariants) {
            invariant.heard(world, from, heard);
        }
        if (heard instanceof Heard.Covered covered) {
            cursor = covered.id();
        }
        if (kind == Framing.Kind.WEBSOCKET && heard instanceof Heard.Heartbeat) {
            if (world.agenda.nanos() >= muteUntilNanos) {
                world.agenda.in(world.chance.millis(0, 300), () -> from.shard.pong(from));
            }
        } else if (heard instanceof Heard.Reconnect && world.chance.in(0.2)) {
            hangUp();
        }
    }

    /** Sends pings of its own, which no server should trust to be few. */
    void ping(int times) {
        SimOutlet present = outlet;
        if (present != null && kind == Framing.Kind.WEBSOCKET && present.session != null && !present.isOver()) {
            for (int i = 0; i < times; i++) {
                present.shard.ping(present);
            }
        }
    }

    /** Leaves, and comes back later. */
    void hangUp() {
        SimOutlet present = outlet;
        if (present != null && present.session != null) {
            present.hangUp(EndReason.CLIENT);
            over(present, "hung up");
        }
    }

    /** Takes it that the connection is over. */
    void over(SimOutlet gone, String how) {
        if (gone != outlet) {
            return;
        }
        outlet = null;
        world.trace.note(() -> gone.connection + " is over: " + how);
        world.connections++;
        for (Invariant invariant : world.invariants) {
            invariant.ended(world, gone.connection);
        }
        world.agenda.in(world.chance.millis(10, 800), this::connect);
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.carillon.e2e.simulation;

import io.carillon.core.position.Cursor;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Place;
import io.carillon.edge.session.SessionRequest;
import io.carillon.edge.sse.SseFraming;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that listens to some channels and comes back whenever its connection ends, sometimes with its cursor.
 *
 * <p>It reads as fast or as slowly as it does, stalls, hangs up, and on WebSocket answers pings when it feels like it.
 */
final class SimClient {

    private static final int MOST_CHANGES = 4;

    private final World world;
    private final String name;
    private final Framing.Kind kind;
    private final long readMillis;

    /** Whether it acknowledges what it hears, and changes its subscriptions while connected. */
    private final boolean acknowledges;

    private final boolean changes;

    /** What it wants to hear when it connects: what it heard last. */
    private List<String> channels;

    private int connects;
    private @Nullable SimOutlet outlet;
    private @Nullable Cursor cursor;
    private long stalledUntilNanos;
    private long muteUntilNanos;

    SimClient(
            World world,
            String name,
            Framing.Kind kind,
            List<String> channels,
            long readMillis,
            boolean acknowledges,
            boolean changes) {
        this.world = world;
        this.name = name;
        this.kind = kind;
        this.channels = channels;
        this.readMillis = readMillis;
        this.acknowledges = acknowledges;
        this.changes = changes;
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
        if (channels.isEmpty()) {
            channels = List.of(World.channel(0));
        }
        List<String> wanted = channels;
        var connection = new Connection(
                world.log, name + "#" + connects++ + "@" + edge.name, kind, wanted, resume, acknowledges);
        var fresh = new SimOutlet(world, edge, edge.anyShard(), this, connection);
        outlet = fresh;
        world.trace.note(() -> connection + " connects for " + wanted + (resume == null ? "" : " from " + resume));
        if (kind == Framing.Kind.SSE) {
            fresh.tryWrite(SseFraming.retry(world.chance.between(0, 5_000)));
        }
        Framing framing = kind == Framing.Kind.SSE ? SseFraming.INSTANCE : TextFrames.INSTANCE;
        fresh.shard.open(fresh, new SessionRequest(framing, fresh, wanted, resume, acknowledges));
        if (changes) {
            changeLater(fresh);
        }
    }

    /** Comes back where it left off, or begins somewhere else, as clients do. */
    private @Nullable Place place() {
        if (cursor != null && world.chance.in(0.5)) {
            return new Place.At(cursor);
        }
        return switch (world.chance.between(0, 9)) {
            case 0 -> new Place.Earliest();
            case 2 -> new Place.Last(world.chance.between(0, 6));
            case 1 -> new Place.Since(world.log.nowMillis() - world.chance.between(-2_000, 5_000));
            default -> null;
        };
    }

    private void changeLater(SimOutlet present) {
        world.agenda.in(world.chance.millis(50, 1_500), () -> {
            if (present == outlet && !present.isOver() && world.agenda.millis() < Scenario.TROUBLED_MILLIS) {
                change(present);
                changeLater(present);
            }
        });
    }

    /** Asks for more channels, or for fewer. */
    private void change(SimOutlet present) {
        Connection connection = present.connection;
        if (present.session == null || connection.changesWaiting() == MOST_CHANGES) {
            return;
        }
        var some = new LinkedHashSet<String>();
        for (int i = world.chance.between(1, 3); i > 0; i--) {
            some.add(World.channel(world.chance.between(0, world.scenario.channels() - 1)));
        }
        List<String> asked = List.copyOf(some);
        if (world.chance.in(0.6)) {
            Place place = place();
            connection.join(asked, place);
            world.trace.note(() -> connection + " asks for " + asked + (place == null ? "" : " from " + place));
            present.shard.subscribe(present, asked, place);
        } else {
            connection.leave(asked);
            world.trace.note(() -> connection + " asks to leave " + asked);
            present.shard.unsubscribe(present, asked);
        }
        world.changes++;
    }

    /** Acknowledges what it has heard by now, sooner or later; not every event. */
    private void acknowledge(SimOutlet from, Cursor id) {
        if (world.agenda.nanos() < muteUntilNanos || world.chance.in(0.3)) {
            return;
        }
        int heard = from.connection.messages();
        world.agenda.in(world.chance.millis(0, 300), () -> {
            from.connection.acknowledge(heard);
            from.shard.acknowledged(from, id);
            if (world.chance.in(0.02)) {
                from.connection.expectRefusal();
                from.shard.acknowledged(from, ahead(id));
            }
        });
    }

    /** Returns a cursor that is ahead of what can have been sent. */
    private static Cursor ahead(Cursor id) {
        List<Cursor.Position> positions = id.positions().stream()
                .map(position -> new Cursor.Position(position.partition(), position.offset() + 1_000_000))
                .toList();
        return new Cursor(id.generation(), id.timeMillis(), positions, List.of());
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
            channels = List.copyOf(from.connection.channels());
            if (acknowledges) {
                acknowledge(from, covered.id());
            }
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

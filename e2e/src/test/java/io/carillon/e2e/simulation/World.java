package io.carillon.e2e.simulation;

import io.carillon.core.position.Generation;
import io.carillon.core.publication.Publication;
import io.carillon.edge.session.Framing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything at once, from one seed: publishes amid troubles for a while, heals, waits for rest, and checks every
 * {@link Invariant} all along.
 *
 * <p>Single-threaded; the same seed gives the same steps, always.
 */
final class World {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long SHOW_MILLIS = 1_500;

    final Agenda agenda = new Agenda();
    final Chance chance;
    final Trace trace;
    final Scenario scenario;
    final Generation generation;
    final SimLog log;
    final SimPast past;
    final List<Invariant> invariants;
    final List<SimOwner> owners = new ArrayList<>();
    final List<SimEdge> edges = new ArrayList<>();
    final List<SimClient> clients = new ArrayList<>();
    final Set<SimLink> links = new LinkedHashSet<>();
    final Ownership ownership;

    /** What a run has seen, so that one can tell whether it has seen enough. */
    long heard;

    long connections;
    long fenced;
    long stale;
    long historyReads;
    long replays;
    long changes;

    /** Whether some publish under keys. Then retention takes nothing, since it has to be longer than any window. */
    final boolean keyed;

    /** How many verdicts on keyed publications were given and are right. */
    long verdicts;

    private final Chance keyChance;
    private final Troubles troubles;
    private int published;
    private boolean healed;

    World(long seed, int traceLines) {
        chance = new Chance(seed);
        trace = new Trace(agenda, traceLines);
        scenario = Scenario.drawn(chance);
        generation = new Generation("0sim0000", scenario.partitions());
        log = new SimLog(generation, agenda);
        past = new SimPast(log);
        keyChance = new Chance(~seed);
        keyed = keyChance.in(0.4);
        invariants = Invariants.all();
        ownership = new Ownership(this);
        troubles = new Troubles(this);
        for (int i = 0; i < scenario.owners(); i++) {
            owners.add(new SimOwner(this, "owner" + i));
        }
        for (int i = 0; i < scenario.edges(); i++) {
            edges.add(new SimEdge(this, "edge" + i));
        }
        for (int i = 0; i < scenario.clients(); i++) {
            clients.add(newClient(i));
        }
    }

    /** Lives through one schedule, and returns what went wrong, or null if nothing did. */
    static @Nullable String failureOf(long seed) {
        try {
            new World(seed, 0).run();
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e.toString();
        }
    }

    SimOwner owner(String node) {
        for (SimOwner owner : owners) {
            if (owner.node.equals(node)) {
                return owner;
            }
        }
        throw new IllegalArgumentException("node: " + node + " (expected: one of the world's)");
    }

    /** Lives through the whole schedule. */
    void run() {
        trace.note(scenario::toString);
        plan();
        long troubled = Scenario.TROUBLED_MILLIS * NANOS_PER_MILLI;
        runUntil(troubled);
        trace.note(() -> "all is healed");
        healed = true;
        troubles.heal();
        runUntil(troubled + Scenario.CALM_MILLIS * NANOS_PER_MILLI);
        long deadline = troubled + (Scenario.CALM_MILLIS + Scenario.REST_MILLIS) * NANOS_PER_MILLI;
        while (!isAtRest() && agenda.stepBefore(deadline)) {
            check();
        }
        trace.note(() -> "all is at rest");
        invariants.forEach(invariant -> invariant.atRest(this));
    }

    private void runUntil(long nanos) {
        while (agenda.stepBefore(nanos)) {
            check();
        }
    }

    private void check() {
        for (Invariant invariant : invariants) {
            invariant.afterStep(this);
        }
    }

    private boolean isAtRest() {
        for (Invariant invariant : invariants) {
            if (!invariant.isAtRest(this)) {
                return false;
            }
        }
        return true;
    }

    private void plan() {
        ownership.elect();
        every(1_000, ownership::electIfNeeded);
        for (SimOwner owner : owners) {
            every(SimLeader.HEARTBEAT.toMillis(), () -> {
                if (owner.isUp()) {
                    owner.post(owner::report);
                    owner.hear(ownership.cluster());
                }
            });
            every(1_000, () -> {
                if (owner.isUp()) {
                    owner.post(owner::beat);
                }
            });
        }
        for (SimEdge edge : edges) {
            every(SHOW_MILLIS, () -> {
                if (healed || chance.in(0.5)) {
                    ownership.show(edge);
                }
            });
        }
        for (SimClient client : clients) {
            agenda.in(chance.millis(0, Scenario.TROUBLED_MILLIS / 2), client::connect);
        }
        for (int i = 0; i < scenario.publications(); i++) {
            agenda.in(chance.millis(0, Scenario.TROUBLED_MILLIS), this::publish);
        }
        if (keyed) {
            var ingest = new SimIngest(this, keyChance);
            for (int i = keyChance.between(5, 60); i > 0; i--) {
                agenda.in(keyChance.millis(0, Scenario.TROUBLED_MILLIS), ingest::publish);
            }
        }
        for (int i = 0; i < scenario.troubles(); i++) {
            agenda.in(chance.millis(500, Scenario.TROUBLED_MILLIS), troubles::strike);
        }
    }

    private void publish() {
        int burst = chance.in(0.1) ? chance.between(2, 15) : 1;
        for (int i = 0; i < burst; i++) {
            String channel = channel(chance.between(0, scenario.channels() - 1));
            String json = "{\"n\":" + published++ + ",\"pad\":\"" + "x".repeat(chance.between(0, 60)) + "\"}";
            int skipped = chance.in(0.1) ? chance.between(1, 4) : 0;
            var publication = log.append(channel, json, skipped);
            trace.note(() -> "log has " + publication);
            heardOf(publication);
        }
    }

    /** Lets the owners hear that the log has something new. */
    void heardOf(Publication publication) {
        for (SimOwner owner : owners) {
            agenda.in(chance.millis(1, 60), () -> owner.post(() -> owner.read(publication.partition())));
        }
    }

    private void every(long millis, Runnable action) {
        agenda.in(chance.millis(millis / 2, millis), () -> {
            action.run();
            every(millis, action);
        });
    }

    private SimClient newClient(int number) {
        Framing.Kind kind = chance.in(0.5) ? Framing.Kind.SSE : Framing.Kind.WEBSOCKET;
        var wanted = new LinkedHashSet<String>();
        int count = chance.between(1, Math.min(4, scenario.channels()));
        while (wanted.size() < count) {
            wanted.add(channel(chance.between(0, scenario.channels() - 1)));
        }
        long readMillis = chance.in(0.7) ? 10 : 400;
        boolean isWebSocket = kind == Framing.Kind.WEBSOCKET;
        return new SimClient(
                this,
                "client" + number,
                kind,
                List.copyOf(wanted),
                readMillis,
                isWebSocket && chance.in(0.4),
                isWebSocket && chance.in(0.6));
    }

    static String channel(int number) {
        return "channel-" + number;
    }
}

package io.carillon.edge.engine;

import io.carillon.core.access.Revocation;
import io.carillon.core.position.Generation;
import io.carillon.core.table.PartitionTable;
import io.carillon.core.time.Ticker;
import io.carillon.edge.link.Links;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Guest;
import io.carillon.edge.session.Outlet;
import io.carillon.edge.session.ProcessRoom;
import io.carillon.edge.session.ReplayPace;
import io.carillon.edge.session.SessionGroup;
import io.carillon.edge.session.SessionObserver;
import io.carillon.edge.session.SessionRequest;
import io.carillon.edge.session.ShardRoom;
import io.carillon.edge.subscription.Router;
import io.carillon.edge.subscription.ShardMessage;
import io.carillon.edge.subscription.SubscribeQuery;
import io.carillon.runtime.http.ConnectionTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The running edge behind its listeners: shards, mesh loop, and the router that connects them to the owners' links.
 *
 * <p>Sessions can be opened once a partition table is known, since before that nobody can say where a channel lives. When
 * the table names another generation of the log, all sessions are asked to come back, and router and groups begin anew.
 */
public final class EdgeEngine {

    private static final System.Logger LOGGER = System.getLogger(EdgeEngine.class.getName());

    private final EngineSettings settings;
    private final Ticker ticker;
    private final Links links;
    private final SessionObserver observer;
    private final EngineObserver engineObserver;
    private final MeshLoop mesh;
    private final Admission admission;
    private final @Nullable Descriptors descriptors;
    private final ProcessRoom room;
    private final List<Shard> shards = new ArrayList<>();
    private final AtomicInteger nextShard = new AtomicInteger();
    private final CountDownLatch firstTable = new CountDownLatch(1);

    /** Written by the mesh loop. */
    private volatile @Nullable Present present;

    /** Written by the mesh loop. */
    private volatile boolean attachedOnce;

    private volatile boolean draining;

    public EdgeEngine(
            EngineSettings settings,
            Ticker ticker,
            Links links,
            SessionObserver observer,
            EngineObserver engineObserver) {
        this.settings = settings;
        this.ticker = ticker;
        this.links = links;
        this.observer = observer;
        this.engineObserver = engineObserver;
        this.mesh = new MeshLoop(ticker);
        this.admission = new Admission(settings.admission());
        this.room = new ProcessRoom(settings.queueLimits().processBytes());
        boolean adopting = settings.outlets().adopts();
        this.descriptors = adopting ? Descriptors.open(settings.queueLimits().unsentBytes()) : null;
        for (int i = 0; i < settings.shards(); i++) {
            var shardRoom = new ShardRoom(room, settings.queueLimits().shardBytes());
            var pace = new ReplayPace(
                    settings.replayLimits().leastBytesPerSecond(),
                    settings.replayLimits().delayTarget().toNanos(),
                    ticker.nanos());
            shards.add(
                    adopting
                            ? Shard.adopting(i, ticker, room, shardRoom, pace)
                            : Shard.parking(i, ticker, room, shardRoom, pace));
        }
    }

    /** Starts the threads. */
    public void start() {
        LOGGER.log(System.Logger.Level.INFO, "outlets: {0}", settings.outlets().explained());
        shards.forEach(Shard::start);
        mesh.start();
    }

    /** Follows a table, from any thread. */
    public void follow(PartitionTable table) {
        mesh.execute(() -> {
            Present now = present;
            if (now == null || !now.generation().equals(table.generation())) {
                now = begin(table.generation(), now);
            }
            now.router().follow(table, ticker.nanos());
        });
    }

    /** Returns whether a table was ever known. */
    public boolean hasTable() {
        return present != null;
    }

    /** Returns whether all partitions were ever followed at once, so that owners know of this edge. */
    public boolean wasAttached() {
        return attachedOnce;
    }

    /** Returns whether clients are being sent away. */
    public boolean isDraining() {
        return draining;
    }

    /** Waits until sessions can be opened, and returns whether they can. */
    public boolean awaitTable(Duration patience) throws InterruptedException {
        return firstTable.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Returns the tenant that makes a session of a connection once HTTP has ended there, or that asks the client to come
     * back if there is no room for it.
     *
     * @param address who the client is, as far as its share of the room is concerned
     * @param guest who it is, and for how long that holds
     */
    public ConnectionTenant stream(
            Framing framing, String address, SubscribeQuery.Parsed.Valid wanted, Inbound inbound, Guest guest) {
        return switch (admission.admit(address)) {
            case Admission.Verdict.Refused(EndReason reason) -> {
                engineObserver.refused(reason);
                yield Farewell.comeBack(framing, reason);
            }
            case Admission.Verdict.Admitted(Admission.Place place) -> {
                Shard shard = shards.get(Math.floorMod(nextShard.getAndIncrement(), shards.size()));
                yield new ClientStream(
                        shard, descriptors, place, outlet -> request(framing, outlet, wanted), inbound, guest);
            }
        };
    }

    private static SessionRequest request(Framing framing, Outlet outlet, SubscribeQuery.Parsed.Valid wanted) {
        return new SessionRequest(
                framing,
                outlet,
                wanted.channels(),
                wanted.resume().orElse(null),
                wanted.acknowledges() && framing.kind() == Framing.Kind.WEBSOCKET);
    }

    /** Ends the sessions that a revocation is about, from any thread. */
    public void revoke(Revocation revocation) {
        shards.forEach(shard -> shard.revoke(revocation));
    }

    /** Returns whether sockets are adopted. */
    public boolean isAdopting() {
        return descriptors != null;
    }

    /** Returns how often adopted sockets were written to: fewer times than there were deliveries, where several left together. */
    public long writes() {
        return shards.stream().mapToLong(Shard::writes).sum();
    }

    /** Returns how many shards there are. */
    public int shards() {
        return shards.size();
    }

    /** Returns the bytes that wait for the clients of a shard, as of its last turn. */
    public long queuedBytes(int shard) {
        return shards.get(shard).room().shownBytes();
    }

    /** Returns the bytes that wait for all clients, those included that parked connections have taken. */
    public long queuedBytes() {
        long bytes = room.apartBytes();
        for (Shard shard : shards) {
            bytes += shard.room().shownBytes();
        }
        return bytes;
    }

    /** Returns how fast the sessions of a shard may read the past at present, in bytes a second. */
    public double replayBytesPerSecond(int shard) {
        return shards.get(shard).pace().shownBytesPerSecond();
    }

    /** Returns how many clients hold a place. */
    public int connections() {
        return admission.connections();
    }

    /**
     * Asks all clients to reconnect elsewhere and waits until they have left, or time is up.
     *
     * @param patience all of the time there is; requests to reconnect are spread over the first half of it
     */
    public void drain(Duration patience) throws InterruptedException {
        draining = true;
        Present now = present;
        if (now == null) {
            return;
        }
        long spread = patience.toNanos() / 2;
        long grace = Math.min(settings.timing().grace().toNanos(), patience.toNanos() / 4);
        tellAll(now, new ShardMessage.Drain(EndReason.DRAINING, sessions() < 2 ? 0 : spread, grace));
        long deadline = ticker.nanos() + patience.toNanos();
        while (sessions() > 0 && ticker.nanos() - deadline < 0) {
            awaitTurn();
        }
    }

    /** Stops the threads; connections that are left end with their listener. */
    public void close() throws InterruptedException {
        mesh.stop();
        for (Shard shard : shards) {
            shard.stop();
        }
        if (descriptors != null) {
            descriptors.close();
        }
    }

    /** Returns how many sessions there are, as of each shard's last word. */
    public int sessions() {
        Present now = present;
        return now == null
                ? 0
                : now.groups().stream().mapToInt(SessionGroup::size).sum();
    }

    private void awaitTurn() throws InterruptedException {
        var turn = new CountDownLatch(shards.size());
        shards.forEach(shard -> shard.execute(turn::countDown));
        turn.await(1, TimeUnit.SECONDS);
        TimeUnit.MILLISECONDS.sleep(10);
    }

    private Present begin(Generation generation, @Nullable Present before) {
        if (before != null) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "the log was replaced: generation {0} instead of {1}; all clients are asked to come back",
                    generation.id(),
                    before.generation().id());
            before.router().close();
            tellAll(before, new ShardMessage.Drain(EndReason.LOG_REPLACED, 0, 0));
        }
        var output = new RouterOutput(mesh, links, shards, ticker, engineObserver, this::noteAttached);
        var router = new Router(
                generation.partitionCount(),
                shards.size(),
                settings.linkTiming(),
                settings.linger(),
                settings.windowBytes(),
                random(),
                output);
        List<SessionGroup> groups = new ArrayList<>();
        for (Shard shard : shards) {
            var group = new SessionGroup(
                    generation,
                    settings.timing(),
                    settings.sessionLimits(),
                    shard.room(),
                    shard.pace(),
                    random(),
                    observer,
                    new RouterUpstream(mesh, router, shard.index(), ticker));
            groups.add(group);
            shard.use(group);
        }
        var now = new Present(generation, router, groups);
        output.serve(now);
        mesh.use(router);
        present = now;
        firstTable.countDown();
        return now;
    }

    private void tellAll(Present now, ShardMessage message) {
        for (Shard shard : shards) {
            shard.tell(now.groups().get(shard.index()), message, _ -> {});
        }
    }

    private void noteAttached(Router router) {
        if (!attachedOnce) {
            attachedOnce = router.isAttached();
        }
    }

    private static RandomGenerator random() {
        return new SplittableRandom(ThreadLocalRandom.current().nextLong());
    }
}

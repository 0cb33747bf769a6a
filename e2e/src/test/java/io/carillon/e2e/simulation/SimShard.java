package io.carillon.e2e.simulation;

import io.carillon.core.link.ToOwner;
import io.carillon.core.position.Cursor;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Place;
import io.carillon.edge.session.ProcessRoom;
import io.carillon.edge.session.ReplayPace;
import io.carillon.edge.session.ReplayedPart;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionGroup;
import io.carillon.edge.session.SessionObserver;
import io.carillon.edge.session.SessionRequest;
import io.carillon.edge.session.ShardRoom;
import io.carillon.edge.subscription.Receipt;
import io.carillon.edge.subscription.ShardMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One shard of an edge: a thread of its own, its sessions, and the way back to the edge's mesh thread. */
final class SimShard implements SessionGroup.Upstream {

    private final World world;
    private final SimEdge edge;
    private final int number;
    private final Mailbox thread;
    private final SessionGroup group;
    private final ShardRoom room;
    private final ReplayPace pace;

    /** Connections that were opened, until they are found to be over. */
    private final List<SimOutlet> listening = new ArrayList<>();

    /** What was read back and has not had its turn. */
    private final Queue<ShardMessage.Replayed> behind = new ArrayDeque<>();

    private long tickAtNanos = Long.MAX_VALUE;
    private boolean running = true;

    SimShard(World world, SimEdge edge, int number, ProcessRoom processRoom) {
        this.world = world;
        this.edge = edge;
        this.number = number;
        this.thread = new Mailbox(world.agenda, world.chance, 5);
        this.room = new ShardRoom(processRoom, world.scenario.shardQueueBytes());
        this.pace = new ReplayPace(64 << 10, 1_000_000, world.agenda.nanos());
        this.group = new SessionGroup(
                world.generation,
                world.scenario.sessionTiming(),
                world.scenario.sessionLimits(),
                room,
                pace,
                world.chance.split(),
                SessionObserver.NONE,
                this);
    }

    int sessions() {
        return group.size();
    }

    ShardRoom room() {
        return room;
    }

    /** Returns the connections whose sessions hear their channels. */
    Iterable<SimOutlet> listening() {
        listening.removeIf(outlet -> sessionOf(outlet).isOver());
        return listening;
    }

    void open(SimOutlet outlet, SessionRequest request) {
        turn(() -> {
            outlet.session = group.open(request, now());
            listening.add(outlet);
        });
    }

    void writable(SimOutlet outlet) {
        turn(() -> group.writable(sessionOf(outlet), now()));
    }

    void pong(SimOutlet outlet) {
        turn(() -> group.pong(sessionOf(outlet)));
    }

    void ping(SimOutlet outlet) {
        turn(() -> group.ping(sessionOf(outlet), now()));
    }

    void subscribe(SimOutlet outlet, List<String> channels, @Nullable Place place) {
        turn(() -> group.subscribe(sessionOf(outlet), channels, place, now()));
    }

    void unsubscribe(SimOutlet outlet, List<String> channels) {
        turn(() -> group.unsubscribe(sessionOf(outlet), channels, now()));
    }

    void acknowledged(SimOutlet outlet, Cursor id) {
        turn(() -> group.acknowledged(sessionOf(outlet), id, now()));
    }

    void gone(SimOutlet outlet, EndReason reason) {
        turn(() -> group.gone(sessionOf(outlet), reason, now()));
    }

    void tell(ShardMessage message) {
        if (message instanceof ShardMessage.Replayed replayed) {
            behind.add(replayed);
            turn(this::readBack);
            return;
        }
        turn(() -> {
            switch (message) {
                case ShardMessage.Advanced advanced -> {
                    boolean delivered = group.advanced(
                            advanced.partition(), advanced.through(), advanced.timeMillis(), advanced.events(), now());
                    if (delivered) {
                        pace.delivered(advanced.receivedNanos(), now(), now());
                    }
                    Receipt receipt = advanced.receipt();
                    if (receipt.sign()) {
                        edge.post(router -> router.dealtWith(receipt.partition(), receipt.bytes()));
                        edge.inHand(receipt.partition(), -receipt.bytes());
                    }
                }
                case ShardMessage.Lost lost ->
                    group.lost(lost.partition(), lost.from(), lost.to(), lost.timeMillis(), now());
                case ShardMessage.Confirmed(Session session, long change) -> group.confirmed(session, change, now());
                case ShardMessage.Replayed _ -> throw new IllegalStateException("it goes behind the others");
                case ShardMessage.Drain drain ->
                    group.drain(drain.reason(), drain.spreadNanos(), drain.graceNanos(), now());
            }
        });
    }

    /** Takes the next part of the past, unless there is something else to do first. */
    private void readBack() {
        if (world.chance.in(0.5)) {
            turn(this::readBack);
            return;
        }
        ShardMessage.Replayed next = behind.remove();
        group.replayed(next.session(), ReplayedPart.of(next.part()), now());
    }

    void pause(long nanos) {
        thread.pause(nanos);
    }

    void goOn() {
        thread.goOn();
    }

    void stop() {
        running = false;
        thread.close();
        listening.clear();
    }

    @Override
    public void subscribe(Session session, long change, List<String> channels) {
        edge.post(router -> router.subscribe(number, session, change, channels));
    }

    @Override
    public void replay(Session session, ToOwner.Replay wanted) {
        world.replays++;
        edge.post(router -> router.replay(number, session, wanted));
    }

    @Override
    public void grantReplay(int partition, long id, long bytes) {
        edge.post(router -> router.grantReplay(partition, id, bytes));
    }

    @Override
    public void cancelReplay(int partition, long id) {
        edge.post(router -> router.cancelReplay(partition, id));
    }

    @Override
    public void unsubscribe(List<String> channels) {
        edge.post(router -> router.unsubscribe(number, channels, now()));
    }

    private void turn(Runnable action) {
        thread.post(() -> {
            action.run();
            // Sometimes several events come before a flush, as when a thread finds its inbox full.
            if (world.chance.in(0.6)) {
                flush();
            } else {
                thread.post(this::flush);
                wakeForTick();
            }
        });
    }

    private void flush() {
        group.flush(now());
        pace.endTurn(now());
        wakeForTick();
    }

    private void wakeForTick() {
        long due = group.nanosUntilDue(now());
        if (due == Long.MAX_VALUE) {
            return;
        }
        long at = now() + due;
        if (at < tickAtNanos) {
            tickAtNanos = at;
            world.agenda.at(at, () -> {
                if (running && tickAtNanos == at) {
                    tickAtNanos = Long.MAX_VALUE;
                    turn(() -> group.tick(now()));
                }
            });
        }
    }

    private long now() {
        return world.agenda.nanos();
    }

    private static Session sessionOf(SimOutlet outlet) {
        Session session = outlet.session;
        if (session == null) {
            throw new IllegalStateException("session: none (expected: opened before anything else)");
        }
        return session;
    }
}

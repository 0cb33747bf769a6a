package io.carillon.edge.engine;

import io.carillon.core.access.Revocation;
import io.carillon.core.link.ToEdge;
import io.carillon.core.time.Ticker;
import io.carillon.edge.session.Guest;
import io.carillon.edge.session.ProcessRoom;
import io.carillon.edge.session.ReplayPace;
import io.carillon.edge.session.ReplayedPart;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionGroup;
import io.carillon.edge.session.SessionRequest;
import io.carillon.edge.session.ShardRoom;
import io.carillon.edge.subscription.ShardMessage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a share of the edge's sessions on one thread, and their sockets too where those are adopted.
 *
 * <p>There is one group of sessions for each generation of the log; after a change of generation the old group's sessions
 * say goodbye while new ones open in the new group.
 */
final class Shard {

    /** Bounds how long a drained group is kept, as seen by an idle loop. */
    private static final long IDLE_NANOS = 1_000_000_000L;

    /** How much is read from one connection before the others have their turn. */
    private static final int READ_BYTES = 64 << 10;

    private record Later(long dueNanos, Runnable task) {}

    private final int index;
    private final Ticker ticker;
    private final @Nullable Reactor reactor;
    private final ProcessRoom processRoom;
    private final ShardRoom room;
    private final ReplayPace pace;
    private final EventLoop loop;
    private final List<SessionGroup> groups = new ArrayList<>(2);
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::dueNanos));
    private final Guests guests = new Guests();
    private final ArraySegments segments = new ArraySegments();
    private final byte[] readBuffer = new byte[READ_BYTES];
    private final MemorySegment readSegment;

    private long writes;

    /** What {@link #writes} was at the end of the last turn, for other threads. */
    private volatile long shownWrites;

    private Shard(
            int index,
            Ticker ticker,
            ProcessRoom processRoom,
            ShardRoom room,
            ReplayPace pace,
            @Nullable Reactor reactor,
            Sleeper sleeper) {
        this.index = index;
        this.ticker = ticker;
        this.processRoom = processRoom;
        this.room = room;
        this.pace = pace;
        this.reactor = reactor;
        this.readSegment = reactor == null ? MemorySegment.NULL : Arena.ofAuto().allocate(READ_BYTES);
        this.loop = new EventLoop("carillon-shard-" + index, ticker, sleeper, new Turn());
    }

    /** Returns a shard whose connections stay with Java. */
    static Shard parking(int index, Ticker ticker, ProcessRoom processRoom, ShardRoom room, ReplayPace pace) {
        return new Shard(index, ticker, processRoom, room, pace, null, new ParkingSleeper());
    }

    /** Returns a shard that can adopt sockets. */
    static Shard adopting(int index, Ticker ticker, ProcessRoom processRoom, ShardRoom room, ReplayPace pace) {
        var reactor = new Reactor();
        return new Shard(index, ticker, processRoom, room, pace, reactor, reactor);
    }

    /** Returns the shard's number, from 0. */
    int index() {
        return index;
    }

    void start() {
        loop.start();
    }

    /** Ends the thread; connections that are still open are left to their owner. */
    void stop() throws InterruptedException {
        loop.stop();
    }

    /** Returns the room for what waits for this shard's clients. */
    ShardRoom room() {
        return room;
    }

    /** Returns how fast this shard's sessions may read the past. */
    ReplayPace pace() {
        return pace;
    }

    /** Returns the room that all shards share. */
    ProcessRoom processRoom() {
        return processRoom;
    }

    /** Makes a group the one in which sessions open from now on. */
    void use(SessionGroup group) {
        loop.execute(() -> groups.add(group));
    }

    /** Runs a task on the shard's thread, after everything offered before. */
    void execute(Runnable task) {
        loop.execute(task);
    }

    /** Ends the sessions that a revocation is about. */
    void revoke(Revocation revocation) {
        loop.execute(() -> guests.revoke(revocation, ticker.nanos()));
    }

    /** Takes a message of the router. */
    void tell(SessionGroup group, ShardMessage message, Consumer<ShardMessage.Advanced> dealtWith) {
        if (message instanceof ShardMessage.Replayed(Session session, ToEdge.ReplayPart part)) {
            // What is live never waits for what is read back.
            loop.executeBehind(() -> group.replayed(session, ReplayedPart.of(part), ticker.nanos()));
            return;
        }
        loop.execute(() -> {
            long now = ticker.nanos();
            switch (message) {
                case ShardMessage.Advanced advanced -> {
                    boolean delivered = group.advanced(
                            advanced.partition(), advanced.through(), advanced.timeMillis(), advanced.events(), now);
                    if (delivered) {
                        // Who reads back holds up nobody where all do.
                        pace.delivered(advanced.receivedNanos(), now, ticker.nanos());
                    }
                    if (advanced.receipt().sign()) {
                        dealtWith.accept(advanced);
                    }
                }
                case ShardMessage.Lost lost ->
                    group.lost(lost.partition(), lost.from(), lost.to(), lost.timeMillis(), now);
                case ShardMessage.Confirmed(Session session, long change) -> group.confirmed(session, change, now);
                case ShardMessage.Replayed _ -> throw new IllegalStateException("it goes behind the others");
                case ShardMessage.Drain drain ->
                    group.drain(drain.reason(), drain.spreadNanos(), drain.graceNanos(), now);
            }
        });
    }

    // What follows is for the shard's own thread.

    long nanos() {
        return ticker.nanos();
    }

    /** Opens a session in the present generation of the log. */
    Session open(SessionRequest request, Guest guest) {
        long now = ticker.nanos();
        Session session = groups.getLast().open(request, now);
        guests.add(session, guest, now);
        return session;
    }

    /** Runs a task after a while. */
    void after(long nanos, Runnable task) {
        later.add(new Later(ticker.nanos() + nanos, task));
    }

    /** Returns how often the kernel was asked to send, as of the last turn; any thread may ask. */
    long writes() {
        return shownWrites;
    }

    /** Returns whether this shard can adopt sockets; any thread may ask. */
    boolean adopts() {
        return reactor != null;
    }

    Reactor reactor() {
        if (reactor == null) {
            throw new IllegalStateException("this shard adopts no sockets");
        }
        return reactor;
    }

    /** Sends the first bytes of an array; returns how many the kernel took, or a negative errno. */
    long send(int descriptor, byte[] bytes, int length) {
        writes++;
        return reactor().kernel().send(descriptor, segments.of(bytes), length);
    }

    /** Sends the end of an array that is not sent again; returns how much the kernel took, or a negative errno. */
    long sendRest(int descriptor, byte[] bytes, int from) {
        return reactor().kernel().send(descriptor, MemorySegment.ofArray(bytes).asSlice(from), bytes.length - from);
    }

    /** Returns room for one read; it is used again by the next. */
    byte[] readBuffer() {
        return readBuffer;
    }

    /** Receives into a buffer of {@link #readBuffer}'s size; returns the count, 0 at the end, or a negative errno. */
    long receive(int descriptor, byte[] buffer) {
        long count = reactor().kernel().receive(descriptor, readSegment, READ_BYTES);
        if (count > 0) {
            MemorySegment.copy(readSegment, 0, MemorySegment.ofArray(buffer), 0, count);
        }
        return count;
    }

    private final class Turn implements EventLoop.Turn {

        @Override
        public void endTurn(long nowNanos) {
            for (Later next = later.peek(); next != null && next.dueNanos - nowNanos <= 0; next = later.peek()) {
                later.remove();
                next.task.run();
            }
            guests.tick(nowNanos);
            for (SessionGroup group : groups) {
                group.tick(nowNanos);
                group.flush(nowNanos);
            }
            pace.endTurn(ticker.nanos());
            shownWrites = writes;
            room.show();
            while (groups.size() > 1 && groups.getFirst().size() == 0) {
                groups.removeFirst();
            }
        }

        @Override
        public long nanosUntilDue(long nowNanos) {
            Later next = later.peek();
            long wait = next == null ? IDLE_NANOS : Math.clamp(next.dueNanos - nowNanos, 0, IDLE_NANOS);
            wait = Math.min(wait, guests.nanosUntilDue(nowNanos));
            for (SessionGroup group : groups) {
                wait = Math.min(wait, group.nanosUntilDue(nowNanos));
            }
            return wait;
        }
    }
}

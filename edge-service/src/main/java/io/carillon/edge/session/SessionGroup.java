package io.carillon.edge.session;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.error.ErrorCode;
import io.carillon.core.link.ToOwner;
import io.carillon.core.position.Cursor;
import io.carillon.core.position.Generation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of one shard: who wants which channel, how far each partition was passed on, and what is due when.
 *
 * <p>Threading: the shard's thread calls everything here. Each call may make sessions ready to write; {@link #flush} then
 * writes, so that several events for one connection leave together.
 */
public final class SessionGroup {

    /** What a group wants of the rest of the edge. */
    public interface Upstream {

        /**
         * Asks for the channels of a change; answered by {@link SessionGroup#confirmed}, once for each of their partitions.
         */
        void subscribe(Session session, long change, List<String> channels);

        /** Asks for what a session has missed; answered by {@link SessionGroup#replayed}, in parts. */
        void replay(Session session, ToOwner.Replay wanted);

        /** Lets more of a replay be under way. */
        void grantReplay(int partition, long id, long bytes);

        /** Ends a replay that is no longer wanted. */
        void cancelReplay(int partition, long id);

        /** Takes back what {@link #subscribe} asked for, answered or not. */
        void unsubscribe(List<String> channels);
    }

    /** The number of what a client asked for in its request; later changes have others. */
    public static final long OPENING_CHANGE = 0;

    private final Generation generation;
    private final SessionTiming timing;
    private final SessionLimits limits;
    private final ShardRoom room;
    private final ReplayPace pace;
    private final RandomGenerator random;
    private final SessionObserver observer;
    private final Upstream upstream;

    private final LogView view;
    private final Map<String, ChannelSessions> channels = new HashMap<>();
    private final Map<List<Integer>, PartitionSet> partitionSets = new HashMap<>();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private final byte[] scratch;

    private List<Session> dirty = new ArrayList<>();
    private List<Session> flushing = new ArrayList<>();
    private long nowNanos;
    private boolean draining;
    private EndReason drainReason = EndReason.DRAINING;

    public SessionGroup(
            Generation generation,
            SessionTiming timing,
            SessionLimits limits,
            ShardRoom room,
            ReplayPace pace,
            RandomGenerator random,
            SessionObserver observer,
            Upstream upstream) {
        this.generation = generation;
        this.timing = timing;
        this.limits = limits;
        this.room = room;
        this.pace = pace;
        this.random = random;
        this.observer = observer;
        this.upstream = upstream;
        this.view = new LogView(generation.partitionCount());
        this.scratch = new byte[limits.writeBytes()];
    }

    /** Returns how many sessions there are. */
    public int size() {
        return sessions.size();
    }

    /** Takes a new client. What becomes of it, it is told through its outlet. */
    public Session open(SessionRequest request, long now) {
        nowNanos = now;
        var session = new Session(this, request, timing.drawLifetimeNanos(random), now);
        sessions.add(session);
        deadlines.add(session);
        observer.opened(session.kind());
        session.channels().enterAll();
        upstream.subscribe(session, OPENING_CHANGE, request.channels());
        if (draining) {
            session.drain(drainReason, now, now, now);
        }
        return session;
    }

    /** Takes it that a partition's owner has made the subscriptions of a session's change there effective. */
    public void confirmed(Session session, long change, long now) {
        nowNanos = now;
        session.confirmed(change, now);
    }

    /**
     * Takes everything of a partition up to an offset: these events, and no others that anybody here wants.
     *
     * @return whether some of them are on their way to clients, rather than to be read back later
     */
    public boolean advanced(int partition, long through, long timeMillis, List<Event> events, long now) {
        nowNanos = now;
        boolean delivered = false;
        for (Event event : events) {
            view.advance(partition, event.offset(), event.timeMillis());
            ChannelSessions interested = channels.get(event.channel());
            if (interested != null) {
                delivered |= interested.deliver(event, observer);
            }
        }
        view.advance(partition, through, timeMillis);
        return delivered;
    }

    /** Takes a part of what a session asked for of the past. */
    public void replayed(Session session, ReplayedPart part, long now) {
        nowNanos = now;
        session.reception().replayed(part);
    }

    /** Takes it that what the log had of a partition in (from, to] cannot be had any more. */
    public void lost(int partition, long from, long to, long timeMillis, long now) {
        nowNanos = now;
        view.advance(partition, to, timeMillis);
        for (Session session : sessions) {
            if (session.channels().partitions().contains(partition)) {
                session.reception().lost(partition, from);
            }
        }
    }

    /** Takes it that a session's outlet is clear again. */
    public void writable(Session session, long now) {
        nowNanos = now;
        session.flush(scratch, now);
    }

    /** Takes it that a connection took some of what waits for it, but not all. */
    public void progressed(Session session, long now) {
        session.line().progressed(now);
    }

    /** Takes a client's answer to a ping. */
    public void pong(Session session) {
        session.pong();
    }

    /** Takes a client's own ping. */
    public void ping(Session session, long now) {
        nowNanos = now;
        session.ping();
    }

    /**
     * Takes a client's wish to hear more channels.
     *
     * @param names valid names, each once
     * @param place where in the past they begin, or null for now
     */
    public void subscribe(Session session, List<String> names, @Nullable Place place, long now) {
        nowNanos = now;
        session.change(new SubscriptionChange.Join(names, place), now);
    }

    /** Takes a client's wish to hear no more of some channels. */
    public void unsubscribe(Session session, List<String> names, long now) {
        nowNanos = now;
        session.change(new SubscriptionChange.Leave(names), now);
    }

    /** Takes it that a client has everything up to an event. */
    public void acknowledged(Session session, Cursor cursor, long now) {
        nowNanos = now;
        session.acknowledged(cursor, now);
    }

    /** Tells a client that something it asked for is not done; the connection goes on. */
    public void refuse(Session session, ErrorCode code, String text, long now) {
        nowNanos = now;
        session.refuse(code, text);
    }

    /** Answers something that a client sent with a frame of the transport's own, such as a WebSocket pong. */
    public void reply(Session session, byte[] frame, long now) {
        nowNanos = now;
        session.reply(frame);
    }

    /** Tells a client what was wrong with what it sent, and ends its session. */
    public void fail(Session session, ErrorCode code, String text, EndReason reason, long now) {
        nowNanos = now;
        session.fail(code, text, reason, now);
    }

    /** Tells a client why it has to leave before its time, and ends its session. */
    public void dismiss(Session session, EndReason reason, long now) {
        nowNanos = now;
        session.dismiss(reason, now);
    }

    /** Ends a session with last bytes of the caller's, as the answer to a WebSocket close frame. */
    public void end(Session session, EndReason reason, byte[] lastBytes, long now) {
        nowNanos = now;
        session.end(reason, lastBytes, now);
    }

    /** Takes it that a session's connection is gone. */
    public void gone(Session session, EndReason reason, long now) {
        nowNanos = now;
        session.gone(reason);
    }

    /**
     * Asks all clients to reconnect, spread over a time, and ends each a grace later; who comes from now on is turned away
     * at once.
     *
     * @param spreadNanos over how long to spread the requests, from 0
     * @param graceNanos how long after it was asked each connection ends
     */
    public void drain(EndReason reason, long spreadNanos, long graceNanos, long now) {
        nowNanos = now;
        draining = true;
        drainReason = reason;
        for (Session session : List.copyOf(sessions)) {
            long reconnectAt = now + random.nextLong(spreadNanos + 1);
            session.drain(reason, reconnectAt, reconnectAt + graceNanos, now);
        }
    }

    /** Does everything that is due by now. */
    public void tick(long now) {
        nowNanos = now;
        Session first = deadlines.first();
        while (first != null && first.deadlineNanos - now <= 0) {
            first.tick(now);
            first = deadlines.first();
        }
        pace.turn(now);
    }

    /** Returns when {@link #tick} is due next, or {@code Long.MAX_VALUE} nanoseconds from now if nothing is. */
    public long nanosUntilDue(long now) {
        Session first = deadlines.first();
        long deadline = first == null ? Long.MAX_VALUE : Math.max(0, first.deadlineNanos - now);
        return Math.min(deadline, pace.nanosUntilDue(now));
    }

    /** Writes what waits for connections that can take it. */
    public void flush(long now) {
        nowNanos = now;
        while (!dirty.isEmpty()) {
            List<Session> due = dirty;
            dirty = flushing;
            flushing = due;
            for (Session session : due) {
                session.flush(scratch, now);
            }
            due.clear();
        }
    }

    Generation generation() {
        return generation;
    }

    LogView view() {
        return view;
    }

    Upstream upstream() {
        return upstream;
    }

    long nanos() {
        return nowNanos;
    }

    /** Returns a number for a replay; drawn at random, so that the shards of an edge do not have to agree on one. */
    long nextReplayId() {
        return random.nextLong(Long.MAX_VALUE);
    }

    SessionTiming timing() {
        return timing;
    }

    SessionLimits limits() {
        return limits;
    }

    ShardRoom room() {
        return room;
    }

    ReplayPace pace() {
        return pace;
    }

    SessionObserver observer() {
        return observer;
    }

    void dirty(Session session) {
        dirty.add(session);
    }

    /**
     * Writes what waits for a session now, as may be wanted in the middle of an event's way to all sessions of a channel.
     * What else follows when all is out, such as changes of subscriptions, has its turn at the end, as always.
     */
    void flushNow(Session session) {
        session.write(scratch, nowNanos);
    }

    void deadlineMoved(Session session) {
        if (session.heapIndex >= 0) {
            deadlines.moved(session);
        }
    }

    /** Returns the sessions of a channel. */
    ChannelSessions sessionsOf(String channel) {
        return channels.computeIfAbsent(channel, ChannelSessions::new);
    }

    /** Takes a session out of a channel's sessions. */
    void remove(Session session, String channel) {
        ChannelSessions interested = channels.get(channel);
        if (interested != null) {
            interested.remove(session);
            if (interested.isEmpty()) {
                channels.remove(channel);
            }
        }
    }

    /** Takes a session out of its channels; it is told of no more events. */
    void leave(Session session) {
        if (session.state() == Session.State.CLOSING || session.state() == Session.State.CLOSED) {
            return;
        }
        session.channels().leaveAll();
        upstream.unsubscribe(session.channels().names());
    }

    void closed(Session session, EndReason reason) {
        sessions.remove(session);
        deadlines.remove(session);
        pace.forget(session);
        session.channels().release();
        observer.ended(session.kind(), reason);
    }

    int partitionOf(String channel) {
        return Partitioner.partitionOf(channel, generation.partitionCount());
    }

    /** Returns whether a place is in another log than the present one. */
    boolean isOfAnotherLog(@Nullable Place place) {
        return place instanceof Place.At(Cursor cursor) && !cursor.generation().equals(generation.id());
    }

    /** Returns the set of the partitions of channels, to be {@linkplain #release released}. */
    PartitionSet acquire(List<String> names) {
        List<Integer> partitions =
                names.stream().map(this::partitionOf).distinct().sorted().toList();
        PartitionSet set =
                partitionSets.computeIfAbsent(partitions, wanted -> new PartitionSet(generation, view, wanted));
        set.acquire();
        return set;
    }

    void release(PartitionSet set) {
        if (set.release()) {
            partitionSets.remove(set.partitions());
        }
    }
}

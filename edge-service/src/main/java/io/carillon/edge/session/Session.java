package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.position.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The life of one connected client, from the accepted request to the last byte.
 *
 * <pre>
 *  OPENING ── every owner has confirmed ──▶ LIVE ◀── queue is out ── BEHIND
 *     │                                      │ ──── queue is full ───▶ │
 *     │ not in time, drained                 │ lifetime, no pong, drained, malformed, stalled
 *     └───────────────▶ CLOSING ◀────────────┴────────────────────────┘
 *                          │ last bytes out, or too slow
 *                          ▼
 *                        CLOSED ◀── connection gone, from any state
 * </pre>
 *
 * <p>A live session has everything its shard has passed on, so it keeps no position. One that falls behind remembers
 * where, and takes nothing more until its queue is out; then the client is told of the gap and is live again.
 *
 * <p>Threading: only the shard's thread, through {@link SessionGroup}.
 */
public final class Session {

    enum State {
        OPENING,
        LIVE,
        BEHIND,
        CLOSING,
        CLOSED
    }

    private final SessionGroup group;
    private final Framing framing;
    private final Outlet outlet;

    /** The place that the client came back with: a cursor, or another way to say where. */
    private final byte @Nullable [] resume;

    private final SendQueue queue = new SendQueue();

    final List<String> channels;
    final PartitionSet partitions;

    /** Where this session stands in each of its channels' lists; kept by {@link ChannelSessions}. */
    final int[] slots;

    /** Kept by {@link DeadlineHeap}. */
    int heapIndex = -1;

    /** When the group must call {@link #tick}. */
    long deadlineNanos;

    private State state = State.OPENING;
    private int unconfirmed;
    private boolean dirty;
    private boolean congested;
    private boolean pongDue;
    private boolean reconnectSent;
    private EndReason endReason = EndReason.LIFETIME;
    private long heartbeatAtNanos;
    private long reconnectAtNanos;
    private long endAtNanos;
    private long progressAtNanos;

    private byte @Nullable [] behindId;
    private @Nullable Set<String> missed;

    Session(SessionGroup group, SessionRequest request, PartitionSet partitions, long lifetimeNanos, long nowNanos) {
        this.group = group;
        this.framing = request.framing();
        this.outlet = request.outlet();
        this.resume = request.resume() == null ? null : request.resume().getBytes(StandardCharsets.US_ASCII);
        this.channels = request.channels();
        this.slots = new int[channels.size()];
        this.partitions = partitions;
        this.unconfirmed = partitions.size();
        this.endAtNanos = nowNanos + lifetimeNanos;
        this.reconnectAtNanos = endAtNanos - timing().grace().toNanos();
        this.deadlineNanos = nowNanos + timing().opening().toNanos();
    }

    /** Returns the group that runs this session; anybody may ask. */
    public SessionGroup group() {
        return group;
    }

    State state() {
        return state;
    }

    Framing.Kind kind() {
        return framing.kind();
    }

    /** Returns the bytes that wait for this client. */
    public int queuedBytes() {
        return queue.bytes();
    }

    /** Takes it that one more owner has confirmed the subscriptions in its partition. */
    void confirmed(long nowNanos) {
        if (state != State.OPENING || --unconfirmed > 0) {
            return;
        }
        state = State.LIVE;
        heartbeatAtNanos = nowNanos;
        if (resume == null) {
            heartbeat(partitions.id(), nowNanos);
        } else {
            heartbeat(firstId(), nowNanos);
            sendGaps(channels, text(resume), firstId(), Gap.Reason.RESUME_UNAVAILABLE);
        }
        schedule();
    }

    /**
     * Takes an event of one of its channels; the view stands at that event.
     *
     * @return whether the event is on its way to the client
     */
    boolean deliver(Event event) {
        if (state == State.BEHIND && missed != null) {
            missed.add(event.channel());
        }
        if (state != State.LIVE) {
            // Before the first heartbeat nothing was promised; after the end nothing can be sent.
            return false;
        }
        byte[] frame = partitions.frame(framing, event);
        if (isFullFor(frame) && !congested) {
            group.flushNow(this);
        }
        if (isFullFor(frame)) {
            fallBehind(partitions.idAt(event.partition(), event.offset() - 1), List.of(event.channel()));
            return false;
        }
        send(frame);
        return true;
    }

    /**
     * Takes it that the log lost a stretch of one of the session's partitions, for these of its channels.
     *
     * @param before the cursor of live sessions before that stretch
     */
    void lost(List<String> affected, byte[] before) {
        if (state == State.LIVE) {
            if (queue.bytes() < group.limits().queueBytes()) {
                sendGaps(affected, text(before), before, Gap.Reason.LOG_TRUNCATED);
            } else {
                fallBehind(before, affected);
            }
        } else if (missed != null) {
            missed.addAll(affected);
        }
    }

    /** Takes the client's answer to a ping. */
    void pong() {
        pongDue = false;
    }

    /** Answers a client's own ping event. */
    void ping() {
        if (state != State.OPENING) {
            reply(framing.pong());
        }
    }

    /**
     * Answers something that the client sent with a frame of the transport's own. A client that asks more than it reads
     * gets no answers beyond its queue.
     */
    void reply(byte[] frame) {
        if (state != State.CLOSING && state != State.CLOSED && !isFullFor(frame)) {
            send(frame);
        }
    }

    /** Tells the client of an error, and ends. */
    void fail(ErrorCode code, String text, EndReason reason, long nowNanos) {
        if (state != State.CLOSING && state != State.CLOSED) {
            send(framing.error(code, text));
            end(reason, framing.end(reason), nowNanos);
        }
    }

    /** Sends last bytes and ends; a session that is ending already goes on doing so. */
    void end(EndReason reason, byte[] lastBytes, long nowNanos) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        group.leave(this);
        state = State.CLOSING;
        endReason = reason;
        send(lastBytes);
        endAtNanos = nowNanos + timing().closing().toNanos();
        schedule();
    }

    /** Asks the client, at some time from now, to reconnect elsewhere, and ends a grace later. */
    void drain(EndReason reason, long reconnectAt, long endAt, long nowNanos) {
        switch (state) {
            case OPENING -> farewell(reason, nowNanos);
            case LIVE, BEHIND -> {
                endReason = reason;
                reconnectSent = false;
                reconnectAtNanos = reconnectAt;
                endAtNanos = endAt;
                schedule();
            }
            case CLOSING, CLOSED -> {
                // It is on its way out already.
            }
        }
    }

    /** Takes it that the connection is gone. */
    void gone(EndReason reason) {
        if (state == State.CLOSED) {
            return;
        }
        group.leave(this);
        if (state != State.CLOSING) {
            endReason = reason;
        }
        close();
    }

    /** Does what is due by now. */
    void tick(long nowNanos) {
        switch (state) {
            case OPENING -> farewell(EndReason.NOT_READY, nowNanos);
            case LIVE, BEHIND -> tickRunning(nowNanos);
            case CLOSING -> {
                outlet.abort();
                close();
            }
            case CLOSED -> {
                // The group has forgotten it.
            }
        }
    }

    /** Writes what waits. */
    void flush(byte[] scratch, long nowNanos) {
        dirty = false;
        if (state == State.CLOSED) {
            return;
        }
        int before = queue.bytes();
        if (!queue.flush(outlet, scratch)) {
            if (!congested || queue.bytes() < before) {
                progressAtNanos = nowNanos;
            }
            congested = true;
            schedule();
            return;
        }
        congested = false;
        if (state == State.CLOSING) {
            outlet.finish();
            close();
        } else if (state == State.BEHIND) {
            catchUp();
        }
    }

    private void tickRunning(long nowNanos) {
        if (nowNanos - endAtNanos >= 0) {
            // Both may be due at once after a late turn. A client that was not asked would take the end for a failure.
            askToReconnect();
            end(endReason, framing.end(endReason), nowNanos);
            return;
        }
        if (congested && nowNanos - progressAtNanos >= timing().stall().toNanos()) {
            group.leave(this);
            endReason = EndReason.STALLED;
            outlet.abort();
            close();
            return;
        }
        if (nowNanos - reconnectAtNanos >= 0) {
            askToReconnect();
        }
        if (nowNanos - heartbeatAtNanos >= 0) {
            if (pongDue) {
                end(EndReason.NO_PONG, framing.end(EndReason.NO_PONG), nowNanos);
                return;
            }
            heartbeat(id(), nowNanos);
        }
        schedule();
    }

    private void askToReconnect() {
        if (!reconnectSent) {
            reconnectSent = true;
            send(framing.reconnect(id(), endReason));
        }
    }

    private void heartbeat(byte[] id, long nowNanos) {
        // A heartbeat behind a full socket would only wait there; the client reads something else for now.
        if (!congested) {
            send(framing.heartbeat(id));
            pongDue = framing.kind() == Framing.Kind.WEBSOCKET;
        }
        Duration interval = timing().heartbeat();
        do {
            heartbeatAtNanos += interval.toNanos();
        } while (nowNanos - heartbeatAtNanos >= 0);
    }

    /** Asks the client to come back, and ends: it could not be served here and now. */
    private void farewell(EndReason reason, long nowNanos) {
        // Who came back with a cursor keeps it: it was promised nothing here, so it must not lose what it has.
        send(framing.reconnect(firstId(), reason));
        end(reason, framing.end(reason), nowNanos);
    }

    /** Returns the cursor of a session that has sent nothing yet: the one that the client came back with, if it is one. */
    private byte[] firstId() {
        return resume != null && Cursor.parse(text(resume)).isPresent() ? resume : partitions.id();
    }

    private boolean isFullFor(byte[] frame) {
        return !queue.isEmpty() && queue.bytes() + frame.length > group.limits().queueBytes();
    }

    private void fallBehind(byte[] before, List<String> firstMissed) {
        state = State.BEHIND;
        behindId = before;
        missed = new LinkedHashSet<>(firstMissed);
        group.observer().fellBehind();
    }

    private void catchUp() {
        Set<String> channelsMissed = missed;
        byte[] before = behindId;
        state = State.LIVE;
        missed = null;
        behindId = null;
        if (channelsMissed != null && before != null) {
            sendGaps(channelsMissed, text(before), before, Gap.Reason.SLOW_CONSUMER);
        }
    }

    /**
     * Tells of a gap that ends where live sessions stand.
     *
     * <p>Only the last event's cursor is behind the gap. A client that is cut off before that one comes back with a cursor
     * from before the gap; with any other, it would never learn of the gaps it was not told of.
     *
     * @param from where the gap begins, in the words that the client knows
     * @param before a cursor from before the gap
     */
    private void sendGaps(Collection<String> affected, String from, byte[] before, Gap.Reason reason) {
        byte[] after = partitions.id();
        int left = affected.size();
        for (String channel : affected) {
            left--;
            send(framing.gap(left == 0 ? after : before, new Gap(channel, from, text(after), reason)));
            group.observer().gap(reason);
        }
    }

    /** Returns the cursor of everything that was sent or waits to be. */
    private byte[] id() {
        return behindId == null ? partitions.id() : behindId;
    }

    private void send(byte[] frame) {
        if (frame.length > 0) {
            queue.add(frame);
            if (!dirty) {
                dirty = true;
                group.dirty(this);
            }
        }
    }

    private void close() {
        state = State.CLOSED;
        queue.clear();
        group.closed(this, endReason);
    }

    private void schedule() {
        long next;
        if (state == State.CLOSING) {
            next = endAtNanos;
        } else {
            next = heartbeatAtNanos - endAtNanos < 0 ? heartbeatAtNanos : endAtNanos;
            if (!reconnectSent && reconnectAtNanos - next < 0) {
                next = reconnectAtNanos;
            }
            long stalledAtNanos = progressAtNanos + timing().stall().toNanos();
            if (congested && stalledAtNanos - next < 0) {
                next = stalledAtNanos;
            }
        }
        if (next != deadlineNanos) {
            deadlineNanos = next;
            group.deadlineMoved(this);
        }
    }

    private SessionTiming timing() {
        return group.timing();
    }

    private static String text(byte[] id) {
        return new String(id, StandardCharsets.US_ASCII);
    }
}

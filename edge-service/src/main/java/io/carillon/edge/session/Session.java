package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.position.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one connected client, from the accepted request to the last byte.
 *
 * <pre>
 *  OPENING ── every owner has confirmed ──▶ LIVE ── queue is full ──▶ CATCHING_UP
 *     │                     └─ from the past ─┼──────────────────────────▶ │
 *     │                                       │ ◀── nothing is missing ─── │
 *     │ not in time, drained                  │ lifetime, no pong, drained, malformed, stalled
 *     └───────────────▶ CLOSING ◀─────────────┴────────────────────────────┘
 *                          │ last bytes out, or too slow
 *                          ▼
 *                        CLOSED ◀── connection gone, from any state
 * </pre>
 *
 * <p>A live session has everything its shard has passed on, so it keeps no position. One whose client comes back, or reads
 * more slowly than is published, reads the log at its client's own pace until it is where the live ones are; see
 * {@link CatchUp}.
 *
 * <p>Threading: only the shard's thread, through {@link SessionGroup}.
 */
public final class Session {

    private static final byte[] NO_ID = {};

    enum State {
        OPENING,
        LIVE,
        CATCHING_UP,
        CLOSING,
        CLOSED
    }

    private final SessionGroup group;
    private final Framing framing;
    private final Outlet outlet;
    private final @Nullable Place resume;
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

    /** How the session gets to where live ones are; null if it is there, or has not begun. */
    private @Nullable CatchUp catchUp;

    Session(SessionGroup group, SessionRequest request, PartitionSet partitions, long lifetimeNanos, long nowNanos) {
        this.group = group;
        this.framing = request.framing();
        this.outlet = request.outlet();
        this.resume = request.resume();
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

    /** Returns whether the session has ended, or is about to; for the shard's thread. */
    public boolean isOver() {
        return state == State.CLOSING || state == State.CLOSED;
    }

    /** Tells the client why it has to leave, and ends. */
    void dismiss(EndReason reason, long nowNanos) {
        if (!isOver()) {
            send(framing.reconnect(NO_ID, reason));
            end(reason, framing.end(reason), nowNanos);
        }
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
        begin(nowNanos);
        schedule();
    }

    /**
     * Takes an event of one of its channels; the view stands at that event.
     *
     * @return whether the event is on its way to the client
     */
    boolean deliver(Event event) {
        if (catchUp != null) {
            return catchUp.deliver(event);
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
            fallBehind(event.partition(), event.offset() - 1, event.timeMillis());
            return false;
        }
        send(frame);
        return true;
    }

    /** Takes a part of what was asked for of the past; see {@link SessionGroup#replayed}. */
    void replayed(int partition, long id, long after, long through, boolean done, List<Event> events) {
        if (catchUp != null) {
            catchUp.replayed(partition, id, after, through, done, events);
            if (queue.isEmpty()) {
                catchUp.drained();
            }
            settle();
        }
    }

    /** Takes it that the log lost what lay in one of the session's partitions behind an offset, for these channels. */
    void lost(int partition, long from, List<String> affected) {
        if (catchUp != null) {
            catchUp.lost(partition, from);
            if (queue.isEmpty()) {
                catchUp.ask();
            }
        } else if (state == State.LIVE) {
            if (queue.bytes() < group.limits().queueBytes()) {
                sendGaps(affected, partitions.idAt(partition, from), partitions.id(), Gap.Reason.LOG_TRUNCATED);
            } else {
                fallBehind(partition, from, group.view().timeMillis(partition));
            }
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
        cancelCatchUp();
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
            case LIVE, CATCHING_UP -> {
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
            case LIVE, CATCHING_UP -> tickRunning(nowNanos);
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
        } else if (catchUp != null) {
            catchUp.drained();
            settle();
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
        // Who is new gets none: where it would begin is not known, and would be taken for the log's beginning.
        boolean isNew = resume == null || resume instanceof Place.Last;
        send(framing.reconnect(isNew ? NO_ID : firstId(), reason));
        end(reason, framing.end(reason), nowNanos);
    }

    /** Returns the cursor of a session that has sent nothing yet: of where its client wants to begin. */
    private byte[] firstId() {
        return switch (resume) {
            case null -> partitions.id();
            case Place.At(Cursor cursor) -> cursor.text().getBytes(StandardCharsets.US_ASCII);
            case Place.Last _ -> partitions.id();
            case Place.Earliest _, Place.Since _ -> CatchUp.from(this, resume).id();
        };
    }

    /** Sends the first heartbeat, and begins where the client wants. */
    private void begin(long nowNanos) {
        switch (resume) {
            case null -> heartbeat(partitions.id(), nowNanos);
            case Place.Last _ -> {
                heartbeat(partitions.id(), nowNanos);
                sendGaps(channels, partitions.id(), partitions.id(), Gap.Reason.RESUME_UNAVAILABLE);
            }
            case Place.At _, Place.Earliest _, Place.Since _ -> {
                group.observer().resumed();
                state = State.CATCHING_UP;
                catchUp = CatchUp.from(this, resume);
                if (isOfAnotherLog(resume)) {
                    heartbeat(firstId(), nowNanos);
                    sendGaps(channels, firstId(), catchUp.id(), Gap.Reason.LOG_REPLACED);
                } else {
                    heartbeat(catchUp.id(), nowNanos);
                }
                catchUp.ask();
                settle();
            }
        }
    }

    private boolean isOfAnotherLog(Place place) {
        return place instanceof Place.At(Cursor cursor)
                && !cursor.generation().equals(group.generation().id());
    }

    /** Goes live once nothing is missing. */
    private void settle() {
        if (catchUp != null && catchUp.isOver()) {
            catchUp = null;
            state = State.LIVE;
            group.observer().caughtUp();
        }
    }

    private boolean isFullFor(byte[] frame) {
        return !queue.isEmpty() && queue.bytes() + frame.length > group.limits().queueBytes();
    }

    private void fallBehind(int partition, long position, long timeMillis) {
        state = State.CATCHING_UP;
        catchUp = CatchUp.behind(this, partition, position, timeMillis);
        group.observer().fellBehind();
    }

    /** Sends a live event of a session that catches up, unless its half of the queue is full. */
    boolean trySend(Event event, byte[] id) {
        byte[] frame = framing.message(id, event);
        if (!queue.isEmpty() && queue.bytes() + frame.length > group.limits().queueBytes() / 2) {
            return false;
        }
        send(frame);
        return true;
    }

    /** Sends an event that was asked for, whatever waits: there was room for it. */
    void send(Event event, byte[] id) {
        send(framing.message(id, event));
        group.observer().delivered(framing.kind(), 1);
    }

    /**
     * Tells of a gap.
     *
     * <p>Only the last event's cursor is behind the gap. A client that is cut off before that one comes back with a cursor
     * from before the gap; with any other, it would never learn of the gaps it was not told of.
     *
     * @param before the cursor from which on something is missing
     * @param after the cursor up to which it is
     */
    void sendGaps(Collection<String> affected, byte[] before, byte[] after, Gap.Reason reason) {
        int left = affected.size();
        for (String channel : affected) {
            left--;
            send(framing.gap(left == 0 ? after : before, new Gap(channel, text(before), text(after), reason)));
            group.observer().gap(reason);
        }
    }

    /** Returns the cursor of everything that was sent or waits to be. */
    private byte[] id() {
        return catchUp == null ? partitions.id() : catchUp.id();
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

    private void cancelCatchUp() {
        if (catchUp != null) {
            catchUp.cancel();
            catchUp = null;
        }
    }

    private void close() {
        cancelCatchUp();
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

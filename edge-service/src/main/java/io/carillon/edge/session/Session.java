package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.position.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of one connected client, from the accepted request to the last byte.
 *
 * <pre>
 *  OPENING ── every owner has confirmed ──▶ RUNNING
 *     │                                       │ lifetime, no pong, no ack, drained, malformed, too fast
 *     │ not in time, drained                  ▼
 *     └──────────────────────────────────▶ CLOSING ── last bytes out, or too slow ──▶ CLOSED
 *                                                      from any state: connection gone, stalled ──▲
 * </pre>
 *
 * <p>What it is sent of its channels meanwhile is its {@link Reception}, how the bytes go out its {@link ClientLine}, and
 * what the client asks to change its {@link SubscriptionChanges}.
 *
 * <p>Threading: only the shard's thread, through {@link SessionGroup}.
 */
public final class Session {

    private static final byte[] NO_ID = {};

    enum State {
        OPENING,
        RUNNING,
        CLOSING,
        CLOSED
    }

    private final SessionGroup group;
    private final @Nullable Place resume;
    private final Timetable due;
    private final ClientLine line;
    private final Framing framing;
    private final SessionChannels channels;
    private final Reception reception;

    /** Kept by {@link DeadlineHeap}. */
    int heapIndex = -1;

    /** When the group must call {@link #tick}. */
    long deadlineNanos;

    private State state = State.OPENING;
    private int unconfirmed;
    private boolean pongDue;
    private boolean reconnectSent;
    private EndReason endReason = EndReason.LIFETIME;

    /** What the client has asked to change; null if it never did. */
    private @Nullable SubscriptionChanges changes;

    Session(SessionGroup group, SessionRequest request, long lifetimeNanos, long nowNanos) {
        this.group = group;
        this.resume = request.resume();
        this.due = new Timetable(group.timing(), lifetimeNanos, nowNanos);
        this.line = new ClientLine(this, group, request, due);
        this.framing = request.framing();
        this.channels = new SessionChannels(group, this, request.channels());
        this.reception = new Reception(this, channels, line);
        this.unconfirmed = channels.partitions().size();
        this.deadlineNanos = due.openingNanos;
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
            line.send(framing.reconnect(NO_ID, reason));
            end(reason, framing.end(reason), nowNanos);
        }
    }

    Framing.Kind kind() {
        return framing.kind();
    }

    SessionChannels channels() {
        return channels;
    }

    ClientLine line() {
        return line;
    }

    Reception reception() {
        return reception;
    }

    /** Returns the bytes that wait for this client. */
    public int queuedBytes() {
        return line.queuedBytes();
    }

    /** Returns how many publications this client was sent and has not acknowledged; 0 if it does not acknowledge. */
    public int unacknowledged() {
        return line.unacknowledged();
    }

    /** Takes it that one more owner has confirmed the channels of a change in its partition. */
    void confirmed(long change, long nowNanos) {
        if (change != SessionGroup.OPENING_CHANGE) {
            if (isRunning() && changes != null) {
                changes.confirmed(change, nowNanos);
            }
        } else if (state == State.OPENING && --unconfirmed == 0) {
            state = State.RUNNING;
            due.heartbeatNanos = nowNanos;
            reception.begin(resume, id -> heartbeat(id, nowNanos));
            if (changes != null) {
                changes.goOn(nowNanos);
            }
            schedule();
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

    /** Takes it that the client has everything up to an event. */
    void acknowledged(Cursor cursor, long nowNanos) {
        AckWindow acks = line.acks();
        if (!isRunning()) {
            return;
        }
        Optional<String> problem = acks == null
                ? Optional.of("not asked for (expected: ack=true in the query)")
                : AckRule.problem(this, cursor, changes != null);
        if (problem.isPresent() || acks == null) {
            refuse(ErrorCode.INVALID_ACK, "ack: " + problem.orElse(""));
            return;
        }
        AckWindow.Acknowledged done = acks.acknowledged(cursor.text().getBytes(StandardCharsets.US_ASCII));
        if (done.publications() > 0) {
            group.observer().acknowledged(done.publications(), nowNanos - done.sentNanos());
            due.ackedNanos = nowNanos;
            reception.goOn();
            schedule();
        }
    }

    /** Takes a change of subscriptions that the client asks for. */
    void change(SubscriptionChange change, long nowNanos) {
        if (isOver()) {
            return;
        }
        if (changes == null) {
            changes = new SubscriptionChanges(this);
        }
        if (!changes.add(change, nowNanos)) {
            fail(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "too many changes are waiting (expected: at most " + SubscriptionChanges.WAITING_LIMIT + ")",
                    EndReason.TOO_FAST,
                    nowNanos);
        }
    }

    /**
     * Answers something that the client sent with a frame of the transport's own. A client that asks more than it reads
     * gets no answers beyond its queue.
     */
    void reply(byte[] frame) {
        if (!isOver() && line.mayBeAnswered(frame.length)) {
            line.send(frame);
        }
    }

    /** Tells the client that something it asked for is not done; the connection goes on. */
    void refuse(ErrorCode code, String text) {
        group.observer().refused(code);
        reply(framing.error(code, text));
    }

    /** Tells the client of an error, and ends. */
    void fail(ErrorCode code, String text, EndReason reason, long nowNanos) {
        if (!isOver()) {
            line.send(framing.error(code, text));
            end(reason, framing.end(reason), nowNanos);
        }
    }

    /** Sends last bytes and ends; a session that is ending already goes on doing so. */
    void end(EndReason reason, byte[] lastBytes, long nowNanos) {
        if (isOver()) {
            return;
        }
        group.leave(this);
        reception.end();
        state = State.CLOSING;
        endReason = reason;
        line.send(lastBytes);
        due.endNanos = nowNanos + group.timing().closing().toNanos();
        schedule();
    }

    /** Asks the client, at some time from now, to reconnect elsewhere, and ends a grace later. */
    void drain(EndReason reason, long reconnectAt, long endAt, long nowNanos) {
        switch (state) {
            case OPENING -> farewell(reason, nowNanos);
            case RUNNING -> {
                endReason = reason;
                reconnectSent = false;
                due.reconnectNanos = reconnectAt;
                due.endNanos = endAt;
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
            case RUNNING -> tickRunning(nowNanos);
            case CLOSING -> {
                line.abort();
                close();
            }
            case CLOSED -> {
                // The group has forgotten it.
            }
        }
    }

    /** Writes what waits, and nothing else; returns whether all is out. */
    boolean write(byte[] scratch, long nowNanos) {
        boolean out = line.flush(scratch, nowNanos);
        if (!out) {
            schedule();
        }
        return out;
    }

    /** Writes what waits, and goes on with what waited for that. */
    void flush(byte[] scratch, long nowNanos) {
        if (state == State.CLOSED || !write(scratch, nowNanos)) {
            return;
        }
        if (state == State.CLOSING) {
            line.finish();
            close();
        } else {
            reception.goOn();
            if (changes != null && isRunning()) {
                changes.goOn(nowNanos);
            }
        }
    }

    /** Takes it that it is this session's turn to read more of the past. */
    void readOn() {
        if (isRunning()) {
            if (!line.isEmpty() && !line.isCongested()) {
                // With live events of this turn in its way, it would lose its turn as often as there are any.
                group.flushNow(this);
            }
            reception.readOn();
        }
    }

    private void tickRunning(long nowNanos) {
        if (nowNanos - due.endNanos >= 0) {
            // Both may be due at once after a late turn. A client that was not asked would take the end for a failure.
            askToReconnect();
            end(endReason, framing.end(endReason), nowNanos);
            return;
        }
        if (line.isCongested() && due.isStalled(nowNanos)) {
            group.leave(this);
            endReason = EndReason.STALLED;
            line.abort();
            close();
            return;
        }
        if (line.unacknowledged() > 0 && due.isAckOverdue(nowNanos)) {
            end(EndReason.NO_ACK, framing.end(EndReason.NO_ACK), nowNanos);
            return;
        }
        if (nowNanos - due.reconnectNanos >= 0) {
            askToReconnect();
        }
        if (nowNanos - due.heartbeatNanos >= 0) {
            if (pongDue) {
                end(EndReason.NO_PONG, framing.end(EndReason.NO_PONG), nowNanos);
                return;
            }
            heartbeat(reception.id(), nowNanos);
        }
        if (changes != null) {
            changes.tick(nowNanos);
        }
        schedule();
    }

    private void askToReconnect() {
        if (!reconnectSent) {
            reconnectSent = true;
            byte[] id = reception.id();
            line.send(framing.reconnect(id, endReason), id);
        }
    }

    private void heartbeat(byte[] id, long nowNanos) {
        // A heartbeat behind a full socket would only wait there; the client reads something else for now.
        if (!line.isCongested()) {
            line.send(framing.heartbeat(id), id);
            pongDue = framing.kind() == Framing.Kind.WEBSOCKET;
        }
        due.heartbeatSent(nowNanos);
    }

    /** Asks the client to come back, and ends: it could not be served here and now. */
    private void farewell(EndReason reason, long nowNanos) {
        // Who came back with a cursor keeps it: it was promised nothing here, so it must not lose what it has.
        // Who is new gets none: where it would begin is not known, and would be taken for the log's beginning.
        Place wanted = resume;
        byte[] id = wanted == null || wanted instanceof Place.Last ? NO_ID : Reception.placeId(this, wanted);
        line.send(framing.reconnect(id, reason));
        end(reason, framing.end(reason), nowNanos);
    }

    /** Returns whether some channels wait for their owners. */
    boolean isJoining() {
        return changes != null && changes.isJoining();
    }

    /** Returns whether the session has sent its first heartbeat and is not about to end. */
    boolean isRunning() {
        return state == State.RUNNING;
    }

    private void close() {
        reception.end();
        state = State.CLOSED;
        line.clear();
        group.closed(this, endReason);
    }

    /** Has itself called when something is due next. */
    void schedule() {
        long next = switch (state) {
            case OPENING -> Timetable.earlier(due.endNanos, due.openingNanos);
            case RUNNING -> due.next(!reconnectSent, line.isCongested(), line.unacknowledged() > 0);
            case CLOSING, CLOSED -> due.endNanos;
        };
        if (isRunning() && changes != null && changes.isJoining()) {
            next = Timetable.earlier(next, changes.deadlineNanos());
        }
        if (next != deadlineNanos) {
            deadlineNanos = next;
            group.deadlineMoved(this);
        }
    }
}

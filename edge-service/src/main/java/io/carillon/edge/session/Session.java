package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    private final @Nullable String resume;
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

    Framing.Kind kind() {
        return framing.kind();
    }

    /** Returns the bytes that wait for this client. */
    int queuedBytes() {
        return queue.bytes();
    }

    /** Takes it that one more owner has confirmed the subscriptions in its partition. */
    void confirmed(long nowNanos) {
        if (state != State.OPENING || --unconfirmed > 0) {
            return;
        }
        state = State.LIVE;
        heartbeatAtNanos = nowNanos;
        heartbeat(nowNanos);
        if (resume != null) {
            String to = text(partitions.id());
            for (String channel : channels) {
                send(framing.gap(partitions.id(), new Gap(channel, resume, to, Gap.Reason.RESUME_UNAVAILABLE)));
                group.observer().gap(Gap.Reason.RESUME_UNAVAILABLE);
            }
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
            fallBehind(event);
            return false;
        }
        send(frame);
        return true;
    }

    /** Takes it that the log lost a stretch of one of the session's partitions, for these of its channels. */
    void lost(List<String> affected, String from) {
        if (state == State.LIVE) {
            String to = text(partitions.id());
            for (String channel : affected) {
                send(framing.gap(partitions.id(), new Gap(channel, from, to, Gap.Reason.LOG_TRUNCATED)));
                group.observer().gap(Gap.Reason.LOG_TRUNCATED);
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
        reply(framing.pong());
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
        if (!reconnectSent && nowNanos - reconnectAtNanos >= 0) {
            reconnectSent = true;
            send(framing.reconnect(id(), endReason));
        }
        if (nowNanos - heartbeatAtNanos >= 0) {
            if (pongDue) {
                end(EndReason.NO_PONG, framing.end(EndReason.NO_PONG), nowNanos);
                return;
            }
            heartbeat(nowNanos);
        }
        schedule();
    }

    private void heartbeat(long nowNanos) {
        // A heartbeat behind a full socket would only wait there; the client reads something else for now.
        if (queue.isEmpty()) {
            send(framing.heartbeat(id()));
            pongDue = framing.kind() == Framing.Kind.WEBSOCKET;
        }
        Duration interval = timing().heartbeat();
        do {
            heartbeatAtNanos += interval.toNanos();
        } while (nowNanos - heartbeatAtNanos >= 0);
    }

    /** Asks the client to come back, and ends: it could not be served here and now. */
    private void farewell(EndReason reason, long nowNanos) {
        send(framing.reconnect(partitions.id(), reason));
        end(reason, framing.end(reason), nowNanos);
    }

    private boolean isFullFor(byte[] frame) {
        return !queue.isEmpty() && queue.bytes() + frame.length > group.limits().queueBytes();
    }

    private void fallBehind(Event event) {
        state = State.BEHIND;
        behindId = partitions.idBefore(event);
        missed = new LinkedHashSet<>();
        missed.add(event.channel());
        group.observer().fellBehind();
    }

    private void catchUp() {
        Set<String> channelsMissed = missed == null ? Set.of() : missed;
        byte[] from = behindId;
        state = State.LIVE;
        missed = null;
        behindId = null;
        String fromText = from == null ? "" : text(from);
        String to = text(partitions.id());
        for (String channel : channelsMissed) {
            send(framing.gap(partitions.id(), new Gap(channel, fromText, to, Gap.Reason.SLOW_CONSUMER)));
            group.observer().gap(Gap.Reason.SLOW_CONSUMER);
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

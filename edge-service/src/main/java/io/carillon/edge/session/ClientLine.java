package io.carillon.edge.session;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes out to one client: the frames that wait, how much may wait, and what the client has yet to acknowledge.
 *
 * <p>Two limits make a client slow: bytes that wait for it, and, where it acknowledges, publications that it was sent and
 * has not acknowledged.
 */
final class ClientLine {

    private final Session session;
    private final SessionGroup group;
    private final Framing framing;
    private final Outlet outlet;
    private final @Nullable AckWindow acks;
    private final Timetable due;
    private final SendQueue queue = new SendQueue();

    /** What the shard's room knows of: what waits here, in the outlet, and for what this client has missed. */
    private int heldBytes;

    private boolean dirty;
    private boolean congested;

    ClientLine(Session session, SessionGroup group, SessionRequest request, Timetable due) {
        this.session = session;
        this.group = group;
        this.framing = request.framing();
        this.outlet = request.outlet();
        this.acks = request.acknowledges() ? new AckWindow(group.limits().ackWindow()) : null;
        this.due = due;
    }

    Framing framing() {
        return framing;
    }

    @Nullable AckWindow acks() {
        return acks;
    }

    /** Awaits no acknowledgements of channels any more that the client no longer wants. */
    void forget(Collection<String> unwanted) {
        if (acks != null) {
            acks.forget(Set.copyOf(unwanted));
        }
    }

    /** Returns how many publications are unacknowledged; 0 if the client does not acknowledge. */
    int unacknowledged() {
        return acks == null ? 0 : acks.publications();
    }

    int queuedBytes() {
        return queue.bytes();
    }

    /** Returns what is held for this client, in the queue and elsewhere. */
    int heldBytes() {
        return heldBytes;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Returns whether the outlet takes nothing now. */
    boolean isCongested() {
        return congested;
    }

    /** Returns whether so many bytes more would be too much, for this client or for all. */
    boolean isFullFor(int bytes) {
        return isOverOwnLimit(bytes) || !group.room().isEnoughFor(heldBytes, bytes);
    }

    /** Returns whether so many bytes more would be too much for this client, whatever the others hold. */
    boolean isOverOwnLimit(int bytes) {
        return !queue.isEmpty() && queue.bytes() + bytes > group.limits().queueBytes();
    }

    /** Returns whether an answer may be sent: a client that reads gets its answers, however short room is. */
    boolean mayBeAnswered(int bytes) {
        return congested ? !isFullFor(bytes) : !isOverOwnLimit(bytes);
    }

    /** Returns whether the client has acknowledged enough to be sent so many publications more. */
    boolean mayBeSent(int publications) {
        return acks == null || acks.room() >= publications;
    }

    void send(byte[] frame) {
        if (frame.length > 0) {
            queue.add(frame);
            heldBytes += frame.length;
            group.room().count(frame.length);
            if (!dirty) {
                dirty = true;
                group.dirty(session);
            }
        }
    }

    /** Sends the frame of an event other than a publication, which the client may acknowledge. */
    void send(byte[] frame, byte[] id) {
        send(frame);
        if (acks != null) {
            acks.passed(id, group.nanos());
        }
    }

    /** Sends the frame of a live session's event, which it shares with others; returns whether there was room. */
    boolean trySend(Event event, byte[] frame, byte[] id) {
        boolean full = isFullFor(frame.length);
        if (full && !congested) {
            group.flushNow(session);
            full = isFullFor(frame.length);
        }
        if (!mayBeSent(1)) {
            return false;
        }
        if (!full) {
            send(frame);
        } else if (!queue.isEmpty() || !sendNow(frame)) {
            return false;
        }
        sent(event, id);
        return true;
    }

    /** Sends a frame for which there is no room to wait; returns whether it is on its way. */
    private boolean sendNow(byte[] frame) {
        if (congested) {
            return false;
        }
        if (outlet.tryWrite(frame)) {
            recount();
            return true;
        }
        congested = true;
        due.progressNanos = group.nanos();
        session.schedule();
        return false;
    }

    /** Sends a live event of a session that catches up, unless its half of the queue is full. */
    boolean trySendApart(Event event, byte[] id) {
        int bytes = event.data().length + id.length;
        boolean reads = queue.isEmpty() && !congested;
        boolean room = queue.bytes() + bytes <= group.limits().queueBytes() / 2
                && group.room().isEnoughFor(heldBytes, bytes);
        if (!(reads || room) || !mayBeSent(1)) {
            return false;
        }
        sendApart(event, id);
        return true;
    }

    /** Sends an event that was asked for, whatever waits: there was room for it. */
    void sendReplayed(Event event, byte[] id) {
        sendApart(event, id);
        group.observer().delivered(framing.kind(), 1);
    }

    private void sendApart(Event event, byte[] id) {
        // Only what is before and behind the event's data is this client's own.
        Framing.Parts parts = framing.parts(id, event);
        send(parts.before());
        send(event.data());
        send(parts.behind());
        sent(event, id);
    }

    private void sent(Event event, byte[] id) {
        if (acks != null) {
            acks.sent(id, event.channel(), group.nanos());
            if (acks.publications() == 1) {
                due.ackedNanos = group.nanos();
                session.schedule();
            }
        }
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
            sendGap(left == 0 ? after : before, new Gap(channel, text(before), text(after), reason));
        }
    }

    void sendGap(byte[] id, Gap gap) {
        send(framing.gap(id, gap), id);
        group.observer().gap(gap.reason());
    }

    /** Writes what waits; returns whether all is out. */
    boolean flush(byte[] scratch, long nowNanos) {
        dirty = false;
        int before = queue.bytes();
        boolean out = queue.flush(outlet, scratch);
        if (!out && (!congested || queue.bytes() < before)) {
            due.progressNanos = nowNanos;
        }
        congested = !out;
        recount();
        return out;
    }

    /** Takes it that the client took something of a frame that is on its way. */
    void progressed(long nowNanos) {
        due.progressNanos = nowNanos;
        recount();
    }

    /** Tells the shard's room what is held for this client now. */
    void recount() {
        int present =
                queue.bytes() + outlet.pendingBytes() + session.reception().catchUpBytes();
        if (present != heldBytes) {
            group.room().count((long) present - heldBytes);
            heldBytes = present;
        }
    }

    void clear() {
        queue.clear();
        dirty = false;
        group.room().count(-heldBytes);
        heldBytes = 0;
    }

    void finish() {
        outlet.finish();
    }

    void abort() {
        outlet.abort();
    }

    private static String text(byte[] id) {
        return new String(id, StandardCharsets.US_ASCII);
    }
}

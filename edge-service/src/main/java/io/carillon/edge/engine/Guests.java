package io.carillon.edge.engine;

import io.carillon.core.access.Revocation;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Guest;
import io.carillon.edge.session.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The sessions of a shard whose guests may have to leave before their time: because their token ends, or was revoked.
 *
 * <p>Looked through when the next token ends, and every few seconds in any case, to forget the sessions that are over. For the
 * shard's thread alone.
 */
final class Guests {

    /** Bounds for how long a session that is over is remembered. */
    private static final long LOOK_EVERY_NANOS = 5_000_000_000L;

    /** Longer than a client can be on its way from the door to here: it may wait for a table in between. */
    private static final long WAY_NANOS = 30_000_000_000L;

    private record Present(Session session, Guest guest, long endNanos) {}

    private record Recent(Revocation revocation, long atNanos) {}

    /** Those who were let in before a revocation came, and arrive after it, have to meet it here. */
    private final Deque<Recent> recent = new ArrayDeque<>();

    private List<Present> present = new ArrayList<>();
    private long nextLookNanos;

    /** Takes note of a session that has just opened. */
    void add(Session session, Guest guest, long nowNanos) {
        if (guest.isAnybody()) {
            return;
        }
        long end = nowNanos + Math.min(guest.expiresInNanos(), Long.MAX_VALUE / 4);
        if (present.isEmpty()) {
            nextLookNanos = nowNanos + LOOK_EVERY_NANOS;
        }
        present.add(new Present(session, guest, end));
        if (end - nextLookNanos < 0) {
            nextLookNanos = end;
        }
        forget(nowNanos);
        if (recent.stream().anyMatch(past -> past.revocation.covers(guest.principal()))) {
            end(session, EndReason.TOKEN_REVOKED, nowNanos);
        }
    }

    private void forget(long nowNanos) {
        while (!recent.isEmpty() && nowNanos - recent.getFirst().atNanos > WAY_NANOS) {
            recent.removeFirst();
        }
    }

    /** Ends the sessions that a revocation is about. */
    void revoke(Revocation revocation, long nowNanos) {
        forget(nowNanos);
        recent.addLast(new Recent(revocation, nowNanos));
        for (Present one : present) {
            if (revocation.covers(one.guest.principal())) {
                end(one.session, EndReason.TOKEN_REVOKED, nowNanos);
            }
        }
    }

    /** Ends the sessions whose tokens have ended. */
    void tick(long nowNanos) {
        if (present.isEmpty() || nowNanos - nextLookNanos < 0) {
            return;
        }
        nextLookNanos = nowNanos + LOOK_EVERY_NANOS;
        List<Present> staying = new ArrayList<>(present.size());
        for (Present one : present) {
            if (nowNanos - one.endNanos >= 0) {
                end(one.session, EndReason.TOKEN_EXPIRED, nowNanos);
            } else if (!one.session.isOver()) {
                staying.add(one);
                if (one.endNanos - nextLookNanos < 0) {
                    nextLookNanos = one.endNanos;
                }
            }
        }
        present = staying;
    }

    /** Returns when {@link #tick} is due next. */
    long nanosUntilDue(long nowNanos) {
        return present.isEmpty() ? Long.MAX_VALUE : Math.max(0, nextLookNanos - nowNanos);
    }

    private static void end(Session session, EndReason reason, long nowNanos) {
        session.group().dismiss(session, reason, nowNanos);
    }
}

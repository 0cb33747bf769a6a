package io.carillon.edge.engine;

import io.carillon.core.access.Revocation;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Guest;
import io.carillon.edge.session.Session;
import java.util.ArrayList;
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

    private record Present(Session session, Guest guest, long endNanos) {}

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
    }

    /** Ends the sessions that a revocation is about. */
    void revoke(Revocation revocation, long nowNanos) {
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

package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes of its subscriptions that a client has asked for: carried out one after another, in the order in which it did,
 * and each confirmed before the next begins.
 *
 * <p>A client that asks for more than is carried out meanwhile is too fast; a client that does not read what it is answered
 * is answered no more until it does.
 */
final class SubscriptionChanges {

    /** How many may wait behind the one that is under way. */
    static final int WAITING_LIMIT = 16;

    private final Session session;
    private final SessionGroup group;
    private final Queue<SubscriptionChange> waiting = new ArrayDeque<>();

    private long lastNumber = SessionGroup.OPENING_CHANGE;

    /** Channels that were asked for, and whose owners have yet to answer; with where they begin. */
    private SubscriptionChange.@Nullable Join joining;

    private List<String> fresh = List.of();
    private int unconfirmed;
    private long deadlineNanos;

    SubscriptionChanges(Session session) {
        this.session = session;
        this.group = session.group();
    }

    /** Takes what a client asks for; returns false, having done nothing, if too much waits already. */
    boolean add(SubscriptionChange change, long nowNanos) {
        if (waiting.size() == WAITING_LIMIT) {
            return false;
        }
        waiting.add(change);
        goOn(nowNanos);
        return true;
    }

    /** Returns whether some channels are waiting for their owners. */
    boolean isJoining() {
        return joining != null;
    }

    /** Returns until when the owners have to answer, if some channels wait for them. */
    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Takes it that one more owner has confirmed the channels of a change. */
    void confirmed(long number, long nowNanos) {
        SubscriptionChange.Join join = joining;
        if (join != null && number == lastNumber && --unconfirmed == 0) {
            joining = null;
            session.channels().confirmed();
            begin(fresh, join);
            goOn(nowNanos);
        }
    }

    /** Gives up on owners that have not answered in time. */
    void tick(long nowNanos) {
        SubscriptionChange.Join join = joining;
        if (join != null && nowNanos - deadlineNanos >= 0) {
            joining = null;
            drop(fresh);
            refuse(
                    ErrorCode.SUBSCRIBE_TIMEOUT,
                    "subscribe: the owners of " + join.channels() + " did not answer in time; ask again");
            goOn(nowNanos);
        }
    }

    /** Carries out what can be, unless the client does not read. */
    void goOn(long nowNanos) {
        while (joining == null
                && !waiting.isEmpty()
                && session.isRunning()
                && session.line().mayBeAnswered(0)) {
            switch (waiting.remove()) {
                case SubscriptionChange.Join join -> join(join, nowNanos);
                case SubscriptionChange.Leave leave -> {
                    drop(leave.channels());
                    byte[] id = session.reception().id();
                    session.line().send(framing().unsubscribed(id, leave.channels()), id);
                    group.observer().changed(false);
                }
            }
        }
        session.schedule();
    }

    private void join(SubscriptionChange.Join join, long nowNanos) {
        SessionChannels channels = session.channels();
        List<String> wanted = new ArrayList<>(join.channels());
        wanted.removeAll(Set.copyOf(channels.names()));
        int size = channels.size() + wanted.size();
        int limit = group.limits().channels();
        if (size > limit) {
            refuse(
                    ErrorCode.TOO_MANY_CHANNELS,
                    "subscribe: " + size + " channels then (expected: at most " + limit + ")");
        } else if (wanted.isEmpty()) {
            begin(List.of(), join);
        } else {
            joining = join;
            fresh = List.copyOf(wanted);
            unconfirmed =
                    (int) fresh.stream().mapToInt(group::partitionOf).distinct().count();
            deadlineNanos = nowNanos + group.timing().opening().toNanos();
            session.reception().expectMore();
            channels.join(fresh);
            group.upstream().subscribe(session, ++lastNumber, fresh);
        }
    }

    private void begin(List<String> confirmed, SubscriptionChange.Join join) {
        group.observer().changed(true);
        session.reception()
                .begin(
                        confirmed,
                        join.place(),
                        id -> session.line().send(framing().subscribed(id, join.channels()), id));
    }

    /** Lets go of channels, confirmed or not. */
    private void drop(List<String> unwanted) {
        List<String> left = session.channels().leave(unwanted);
        if (!left.isEmpty()) {
            group.upstream().unsubscribe(left);
            session.reception().remove(left);
            session.line().forget(left);
        }
    }

    /** Says that a change is not carried out; whether the client reads was looked at before. */
    private void refuse(ErrorCode code, String text) {
        group.observer().refused(code);
        session.line().send(framing().error(code, text));
    }

    private Framing framing() {
        return session.line().framing();
    }
}

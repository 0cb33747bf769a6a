package io.carillon.edge.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a shard that want one channel: a dense array to walk, from which a session is taken out in constant time,
 * since each knows its slot.
 */
final class ChannelSessions {

    private final String channel;
    private @Nullable Session[] sessions = new Session[1];
    private int size;

    ChannelSessions(String channel) {
        this.channel = channel;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Session session) {
        if (size == sessions.length) {
            sessions = Arrays.copyOf(sessions, size * 2);
        }
        sessions[size] = session;
        session.channels().slot(channel, size++);
    }

    void remove(Session session) {
        int slot = session.channels().slot(channel);
        Session last = sessions[--size];
        sessions[size] = null;
        if (last != null && last != session) {
            sessions[slot] = last;
            last.channels().slot(channel, slot);
        }
    }

    /** Hands an event to every session, and counts those that take it by transport; returns whether there are any. */
    boolean deliver(Event event, SessionObserver observer) {
        int sse = 0;
        int webSocket = 0;
        for (int i = 0; i < size; i++) {
            Session session = sessions[i];
            if (session != null && session.reception().deliver(event)) {
                if (session.kind() == Framing.Kind.SSE) {
                    sse++;
                } else {
                    webSocket++;
                }
            }
        }
        if (sse > 0) {
            observer.delivered(Framing.Kind.SSE, sse);
        }
        if (webSocket > 0) {
            observer.delivered(Framing.Kind.WEBSOCKET, webSocket);
        }
        return sse + webSocket > 0;
    }
}

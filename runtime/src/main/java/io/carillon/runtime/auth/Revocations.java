package io.carillon.runtime.auth;

import io.carillon.core.access.Principal;
import io.carillon.core.access.Revocation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Who is not let in any more, as fanout nodes tell it. Kept whole in memory, as the log of revocations keeps each no longer
 * than any token lives. Any thread may ask; one, the watch, writes.
 */
public final class Revocations {

    private final Map<String, Revocation> byKey = new ConcurrentHashMap<>();
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();

    /** Takes a revocation, and tells whoever has streams to end. */
    public void add(Revocation revocation) {
        Revocation before = byKey.put(revocation.key(), revocation);
        if (!revocation.equals(before)) {
            listeners.forEach(listener -> listener.accept(revocation));
        }
    }

    /** Forgets those that are of no use any more, since every token that they are about has ended. */
    public void forgetEnded(long nowMillis) {
        byKey.values().removeIf(revocation -> nowMillis >= revocation.untilMillis());
    }

    /** Has a listener told of every revocation from now on. */
    public void onAdded(Consumer<Revocation> listener) {
        listeners.add(listener);
    }

    /** Returns whether somebody is not let in any more. */
    public boolean covers(Principal principal) {
        return covers(Revocation.subjectKey(principal.subject()), principal)
                || covers(Revocation.tokenKey(principal.tokenId()), principal);
    }

    private boolean covers(String key, Principal principal) {
        Revocation revocation = byKey.get(key);
        return revocation != null && revocation.covers(principal);
    }

    /** Returns how many there are. */
    public int size() {
        return byKey.size();
    }
}

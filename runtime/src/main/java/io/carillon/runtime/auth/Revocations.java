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
 * than any token lives. Any thread may ask, and add.
 */
public final class Revocations {

    private final Map<String, Revocation> byKey = new ConcurrentHashMap<>();
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean known;

    private Revocations(boolean known) {
        this.known = known;
    }

    /** Returns those of a process that has yet to hear of them; until then nobody can be let in. */
    public static Revocations awaited() {
        return new Revocations(false);
    }

    /** Returns those of somebody who has nobody to hear from: none but those that are added. */
    public static Revocations none() {
        return new Revocations(true);
    }

    /** Says that all that there were at some time are here. */
    public void complete() {
        known = true;
    }

    /** Returns whether all that there were at some time are here. */
    public boolean areKnown() {
        return known;
    }

    /**
     * Takes a revocation, and tells whoever has streams to end; one that says nothing new is ignored. Of two for the same
     * name, the later one may be forgotten sooner, since tokens live less long by then: both hold.
     */
    public void add(Revocation revocation) {
        synchronized (this) {
            Revocation before = byKey.get(revocation.key());
            Revocation both = before == null ? revocation : revocation.and(before);
            if (both.equals(before)) {
                return;
            }
            byKey.put(revocation.key(), both);
        }
        // Nobody is in before all of them are known, so those have no streams to end.
        if (known) {
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

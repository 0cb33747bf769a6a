package io.carillon.edge.session;

import io.carillon.core.access.Principal;

/**
 * Whose session it is, and for how long that holds.
 *
 * @param principal who listens
 * @param expiresInNanos after which time its token ends; {@code Long.MAX_VALUE} for never
 */
public record Guest(Principal principal, long expiresInNanos) {

    /** Everybody, where nobody is asked. */
    public static final Guest ANYBODY = new Guest(Principal.ANYBODY, Long.MAX_VALUE);

    /** Returns whether the session never has to end for its guest's sake. */
    public boolean isAnybody() {
        return expiresInNanos == Long.MAX_VALUE && principal.subject().isEmpty();
    }
}

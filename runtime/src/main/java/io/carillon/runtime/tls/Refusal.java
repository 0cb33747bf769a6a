package io.carillon.runtime.tls;

import java.util.Locale;

/** Why a peer was refused. */
public enum Refusal {
    /** It showed no certificate. */
    NO_CERTIFICATE,

    /** A certificate of its chain has ended, or has not begun. */
    EXPIRED,

    /** No authority that we trust stands behind its certificate. */
    WRONG_AUTHORITY,

    /** Its certificate names none of our services, or one that has no business here. */
    WRONG_NAME,

    /** It is one of ours, and asked for what its service may not do. */
    NOT_ALLOWED;

    /** Returns the name in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

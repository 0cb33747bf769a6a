package io.carillon.runtime.auth;

import java.util.Locale;

/** Why somebody was not let in, as it is counted; what the client is told says more. */
public enum AccessRefusal {
    /** There was no token, cookie or ticket. */
    MISSING,
    /** The header has another scheme, or there are two. */
    SCHEME,
    /** The token is none, or too long. */
    MALFORMED,
    /** The token is signed by an algorithm that is not taken. */
    ALGORITHM,
    /** The token is of another type, or has something critical that is not understood. */
    TYPE,
    /** None of the trusted keys is the one that the token names. */
    KEY,
    /** The signature is not good. */
    SIGNATURE,
    /** The token is by somebody else. */
    ISSUER,
    /** The token is for somebody else. */
    AUDIENCE,
    /** The token has ended, or says no end. */
    EXPIRED,
    /** The token is not valid yet, or says that it has yet to be made. */
    EARLY,
    /** The token lives longer than tokens may, or does not say since when. */
    LIFE,
    /** What the token claims is not well-formed. */
    CLAIMS,
    /** The token or its principal was revoked. */
    REVOKED,
    /** A cookie came from a page that is not trusted. */
    FOREIGN_PAGE,
    /** The ticket is none of ours. */
    TICKET,
    /** The ticket came too late. */
    TICKET_EXPIRED,
    /** The ticket was given for another page. */
    TICKET_PAGE,
    /** The session has ended, or is none of ours. */
    SESSION,
    /** The keys, or who is revoked, cannot be had at present. */
    UNAVAILABLE,
    /** Who it is is known, and may not do this. */
    NOT_GRANTED;

    /** Returns its name in metrics, in lower case with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

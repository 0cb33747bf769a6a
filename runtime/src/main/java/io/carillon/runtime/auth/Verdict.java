package io.carillon.runtime.auth;

import io.carillon.core.access.Principal;

/** What became of a look at credentials. */
public sealed interface Verdict {

    /** They are good. */
    record Known(Principal principal) implements Verdict {}

    /**
     * They are not.
     *
     * @param reason what they are counted as
     * @param detail the value and the expectation, for the client; never anything of a signature or a key
     */
    record Refused(AccessRefusal reason, String detail) implements Verdict {}

    /**
     * Nobody can say at present.
     *
     * @param why what cannot be had, for the client
     */
    record Unavailable(String why) implements Verdict {}
}

package io.carillon.runtime.discovery.consul;

import java.math.BigInteger;

/**
 * The index of a blocking query, by Consul's rules. Immutable.
 *
 * @param value what the next query waits to be passed; 0 asks for the present state at once
 */
record BlockingIndex(BigInteger value) {

    static final BlockingIndex NONE = new BlockingIndex(BigInteger.ZERO);

    /**
     * Returns the index for the next query.
     *
     * <p>An index that goes back means that Consul's state was restored or its servers were replaced: what was waited for
     * may never come, so the next query begins anew. One that is not positive would make the next query return at once, and
     * so on for ever; 1 is the least that waits.
     */
    BlockingIndex after(BigInteger answered) {
        if (answered.compareTo(value) < 0) {
            return NONE;
        }
        return new BlockingIndex(answered.max(BigInteger.ONE));
    }

    /** Returns whether an answer with this index is news; one without is the end of a wait. */
    boolean isNews(BigInteger answered) {
        return !answered.equals(value);
    }
}

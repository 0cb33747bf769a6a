package io.carillon.fanout.keys;

/** What the owner says of a key, before an ingest appends under it or after. */
public sealed interface KeyAnswer {

    /**
     * Nothing was published under it within the window, and there is room for it.
     *
     * @param after the log was searched up to this offset
     */
    record Fresh(long after) implements KeyAnswer {}

    /** The record that was asked about is the first under its key. */
    record First() implements KeyAnswer {}

    /**
     * Something was published under it before.
     *
     * @param offset of the first one
     * @param timeMillis when that was appended
     * @param sameBody whether it was the same
     */
    record Repeat(long offset, long timeMillis, boolean sameBody) implements KeyAnswer {}

    /** There is no room for another key; nothing must be appended under it. */
    record Full() implements KeyAnswer {}

    /** Not known yet: the log has to be read first. */
    record NotYet() implements KeyAnswer {}
}

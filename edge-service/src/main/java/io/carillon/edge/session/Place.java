package io.carillon.edge.session;

import io.carillon.core.position.Cursor;

/** Where in the past a client wants to begin. */
public sealed interface Place {

    /** Where it left off. */
    record At(Cursor cursor) implements Place {}

    /** With the oldest that the log still has. */
    record Earliest() implements Place {}

    /**
     * With what was appended at a time or later.
     *
     * @param timeMillis in milliseconds since 1970-01-01T00:00Z
     */
    record Since(long timeMillis) implements Place {}

    /**
     * With the last publications of each channel.
     *
     * @param count how many of each, from 0
     */
    record Last(int count) implements Place {}
}

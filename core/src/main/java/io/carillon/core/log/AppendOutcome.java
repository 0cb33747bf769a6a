package io.carillon.core.log;

import io.carillon.core.position.Generation;

/** What became of a publication that was to be appended. */
public sealed interface AppendOutcome {

    /**
     * Written and acknowledged by as many replicas as the log asks for; it is not lost from here on.
     *
     * @param generation the log that the offset belongs to
     * @param partition the partition of the channel, from 0
     * @param offset the record's offset in it, from 0
     * @param timeMillis when the log appended it, in milliseconds since 1970-01-01T00:00Z
     */
    record Appended(Generation generation, int partition, long offset, long timeMillis) implements AppendOutcome {}

    /**
     * Not sent, since the log was known to be out of reach: nothing was written, and nothing will be.
     *
     * @param why the reason in words for an operator
     */
    record Unavailable(String why) implements AppendOutcome {}

    /**
     * Sent, but not acknowledged in time (2 s by default): it may have been written, or still be.
     *
     * @param why the reason in words for an operator
     */
    record Unknown(String why) implements AppendOutcome {}

    /**
     * Refused, since the record is larger than the log takes: nothing was written.
     *
     * @param why the size and the limit, in words for the client
     */
    record TooLarge(String why) implements AppendOutcome {}
}

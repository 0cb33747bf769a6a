package io.carillon.ingest.publish;

import io.carillon.core.publication.Digest;
import io.carillon.core.publication.PublishKey;

/** The owner of a channel, as it is asked about idempotency keys. Each method waits for its answer, within a limit. */
public interface KeyOwner {

    /** What the owner knows of a key. */
    sealed interface Known {

        /**
         * Nothing was published under it within the window, and the owner keeps room for it.
         *
         * @param after the log was searched up to this offset
         */
        record Fresh(long after) implements Known {}

        /** The record that was asked about is the first one under its key. */
        record First() implements Known {}

        /**
         * Something was published under it before.
         *
         * @param id the text of the cursor that names the first one
         * @param sameBody whether it was the same
         */
        record Repeat(String id, boolean sameBody) implements Known {}

        /** The owner has no room for another key. */
        record Full() implements Known {}

        /**
         * No owner knows, or could be asked in time.
         *
         * @param why the reason in words for an operator
         */
        record Unknown(String why) implements Known {}
    }

    /** Asks whether something may be published under a key, and for room to remember it. */
    Known reserve(String channel, String principal, String key, Digest body) throws InterruptedException;

    /**
     * Asks whether a record is the first one under its key, now that it is in the log.
     *
     * @param offset where the record is
     */
    Known judge(String channel, PublishKey key, long offset) throws InterruptedException;
}

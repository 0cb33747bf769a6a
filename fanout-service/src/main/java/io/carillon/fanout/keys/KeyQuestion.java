package io.carillon.fanout.keys;

import io.carillon.core.publication.Digest;

/**
 * What an ingest wants to know of a key.
 *
 * @param partition the partition of the channel
 * @param identity channel, principal and key together
 * @param body digest of what is published
 * @param offset of the record that was appended under the key; {@link #BEFORE} if none was yet
 */
public record KeyQuestion(int partition, Digest identity, Digest body, long offset) {

    /** In place of an offset: may something be appended? */
    public static final long BEFORE = -1;
}

package io.carillon.fanout.keys;

import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Publication;
import io.carillon.core.publication.PublishKey;
import java.util.Optional;

/**
 * What the rule needs of a keyed record.
 *
 * @param identity channel, principal and key together
 * @param body digest of what was published
 * @param after up to which offset there was no other one
 * @param offset the record's own
 * @param timeMillis when it was appended
 */
public record KeyedRecord(Digest identity, Digest body, long after, long offset, long timeMillis) {

    /** Returns what the rule needs of a publication; empty if it has no key. */
    public static Optional<KeyedRecord> of(Publication publication) {
        PublishKey key = publication.key();
        return key == null
                ? Optional.empty()
                : Optional.of(new KeyedRecord(
                        key.identity(publication.channel()),
                        key.body(),
                        key.after(),
                        publication.offset(),
                        publication.timeMillis()));
    }

    /**
     * Returns whether this record is void.
     *
     * @param latestOffset offset of the latest earlier record of the same identity
     * @param latestMillis when that one was appended
     * @param windowMillis the window
     */
    boolean isVoidAfter(long latestOffset, long latestMillis, long windowMillis) {
        return latestOffset > after && timeMillis - latestMillis <= windowMillis;
    }
}

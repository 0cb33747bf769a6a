package io.carillon.fanout.keys;

import io.carillon.core.publication.Digest;

/** What is known of one identity: the first record that was not void, and the latest one. For one caller at a time. */
final class KnownKey {

    private KeyedRecord first;
    private long lastOffset;
    private long lastMillis;

    KnownKey(KeyedRecord first) {
        this.first = first;
        this.lastOffset = first.offset();
        this.lastMillis = first.timeMillis();
    }

    /** Returns the first record that was not void. */
    KeyedRecord first() {
        return first;
    }

    /** Returns the offset of the latest record. */
    long lastOffset() {
        return lastOffset;
    }

    /** Returns when the latest record was appended. */
    long lastMillis() {
        return lastMillis;
    }

    /** Takes the next record of the same identity; returns whether it is void. */
    boolean take(KeyedRecord record, long windowMillis) {
        boolean isVoid = makesVoid(record, windowMillis);
        first = isVoid ? first : record;
        lastOffset = record.offset();
        lastMillis = record.timeMillis();
        return isVoid;
    }

    /** Takes what is known of the same identity from before, which may have made void what was the first one here. */
    void follow(KnownKey older, long windowMillis) {
        if (older.makesVoid(first, windowMillis)) {
            first = older.first;
        }
    }

    /** Returns the answer to an ingest that has the same key once more. */
    KeyAnswer repeat(Digest body) {
        return new KeyAnswer.Repeat(
                first.offset(), first.timeMillis(), first.body().equals(body));
    }

    private boolean makesVoid(KeyedRecord record, long windowMillis) {
        return record.isVoidAfter(lastOffset, lastMillis, windowMillis);
    }
}

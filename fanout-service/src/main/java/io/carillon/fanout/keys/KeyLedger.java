package io.carillon.fanout.keys;

import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of one owned partition: who reads on asks it what is void, ingests ask it what they may append.
 *
 * <p>It knows every keyed record in ({@link #coveredFrom}, {@link #through}] that is younger than the window. That grows at
 * its end as the log is read, and at its beginning where somebody needs more: a record that says it has to be looked back for
 * further, or an ingest, which needs the whole window. Nothing is forgotten early in silence: where there is no room for a
 * key, the oldest ones leave, the range begins behind them, and ingests are told that there is no room until the whole
 * window is known again.
 *
 * <p>No I/O, no clock, no threads; for one caller at a time.
 */
public final class KeyLedger {

    /** How much longer keys are kept than the window, since the clocks of brokers and owners may differ by so much. */
    static final long SLACK_MILLIS = 2_000;

    /** How long after a record somebody may ask whether it is the first one: as long as an ingest waits, and its answer. */
    static final long LATE_MILLIS = 4_000;

    /** So many keys of a partition are always kept, since what is read live has to be judged whatever room there is. */
    static final int FLOOR = 1_000;

    /**
     * What was judged of a list.
     *
     * @param heard those that are not void, without their keys
     * @param count how many of the list were judged, from its beginning
     * @param needs from where on the ledger has to know the log before it can judge the next one; without meaning if there
     *     is no next one
     */
    public record Judged(List<Publication> heard, int count, long needs) {}

    private final long windowMillis;
    private final KeyRoom room;

    /** By identity, those whose last record is oldest in front. */
    private final Map<Digest, KnownKey> entries = new LinkedHashMap<>();

    private final Promises promises = new Promises();

    private long coveredFrom;
    private long through;
    private long coveredMillis;

    /** Whether the whole window is known. */
    private boolean complete;

    /** Since when everything is known, if the whole window is. */
    private long knownSinceMillis;

    /** Whether the last attempt to know the whole window failed for lack of room. */
    private boolean overfull;

    /**
     * Makes a ledger that begins with what comes next.
     *
     * @param through the log was read up to here, and nothing is known of it
     */
    public KeyLedger(long windowMillis, KeyRoom room, long through) {
        this.windowMillis = windowMillis;
        this.room = room;
        this.coveredFrom = through;
        this.through = through;
    }

    /** Returns the offset behind which all keyed records are known. */
    public long coveredFrom() {
        return coveredFrom;
    }

    /** Returns whether the whole window is known, as it has to be before ingests are answered. */
    public boolean isComplete() {
        return complete;
    }

    /** Returns when those were appended that are the oldest that ingests have to hear of. */
    public long windowBegin() {
        return coveredMillis - windowMillis - SLACK_MILLIS;
    }

    /** Returns from when on the log has to be read for the whole window to be known. */
    public long lookBackBegin() {
        return windowBegin() - LATE_MILLIS;
    }

    /** Takes it that the window has more keys than there can be room for. */
    public void tooLarge() {
        overfull = true;
    }

    /** Returns the offset up to which the log was judged. */
    public long through() {
        return through;
    }

    /** Judges what comes next in the log, as far as it knows what lies before. */
    public Judged judge(List<Publication> publications) {
        if (publications.stream().allMatch(publication -> publication.key() == null)) {
            return new Judged(publications, publications.size(), 0);
        }
        List<Publication> heard = new ArrayList<>(publications.size());
        int count = 0;
        for (Publication publication : publications) {
            Optional<KeyedRecord> record = KeyedRecord.of(publication);
            if (record.isPresent() && record.get().after() < coveredFrom) {
                return new Judged(heard, count, record.get().after());
            }
            if (record.isEmpty() || !isVoid(record.get())) {
                heard.add(publication.withoutKey());
            }
            count++;
        }
        return new Judged(heard, count, 0);
    }

    /** Takes it that the log was judged up to an offset, and that everything appended up to a time was read. */
    public void advance(long newThrough, long timeMillis) {
        through = Math.max(through, newThrough);
        coveredMillis = Math.max(coveredMillis, timeMillis);
        expire();
    }

    /** Goes on behind a hole in the log. */
    public void lost(long newThrough) {
        through = Math.max(through, newThrough);
        beginAnewBehind(newThrough);
    }

    private boolean isVoid(KeyedRecord record) {
        KnownKey entry = entries.remove(record.identity());
        boolean wasPromised = promises.end(record.identity());
        if (entry != null) {
            room.give(wasPromised ? 1 : 0);
            boolean isVoid = entry.take(record, windowMillis);
            entries.put(record.identity(), entry);
            return isVoid;
        }
        if (!wasPromised) {
            makeRoom();
        }
        entries.put(record.identity(), new KnownKey(record));
        return false;
    }

    /** Takes room for one more. Where there is none, the oldest leaves, and the window is not known any more. */
    private void makeRoom() {
        if (room.take()) {
            return;
        }
        overfull = true;
        complete = false;
        room.force();
        if (entries.size() > FLOOR) {
            KnownKey oldest = entries.remove(entries.keySet().iterator().next());
            room.give(1);
            coveredFrom = oldest == null ? coveredFrom : Math.max(coveredFrom, oldest.lastOffset());
        }
    }

    private void beginAnewBehind(long offset) {
        coveredFrom = Math.max(coveredFrom, offset);
        complete = false;
    }

    private void expire() {
        long before = windowBegin();
        Iterator<KnownKey> oldest = entries.values().iterator();
        long gone = 0;
        while (oldest.hasNext() && oldest.next().lastMillis() < before) {
            oldest.remove();
            gone++;
        }
        room.give(gone);
    }

    /** Lets go of room that was promised for so long that nothing is going to come. */
    public void expirePromises(long nowMillis) {
        room.give(promises.expire(nowMillis));
    }

    /**
     * Takes what lies before what it knows.
     *
     * @param from everything keyed in (from, until] is in the records
     * @param until where the ledger began when it was asked for; of no use if it begins further on by now
     * @param records in order of offset
     * @param window whether this is all of the window. Then it is taken only if there is room for all of it
     */
    public void extend(long from, long until, List<KeyedRecord> records, boolean window) {
        if (until < coveredFrom) {
            return;
        }
        Map<Digest, KnownKey> merged = new LinkedHashMap<>();
        for (KeyedRecord record : records) {
            if (record.offset() > coveredFrom) {
                break;
            }
            KnownKey entry = merged.remove(record.identity());
            if (entry == null) {
                entry = new KnownKey(record);
            } else {
                var _ = entry.take(record, windowMillis);
            }
            merged.put(record.identity(), entry);
        }
        long more = merged.keySet().stream()
                .filter(identity -> !entries.containsKey(identity))
                .count();
        if (!room.take(more)) {
            if (window) {
                overfull = true;
                return;
            }
            room.force(more);
        }
        entries.forEach((identity, younger) -> {
            KnownKey older = merged.remove(identity);
            if (older != null) {
                younger.follow(older, windowMillis);
            }
            merged.put(identity, younger);
        });
        entries.clear();
        entries.putAll(merged);
        coveredFrom = Math.min(coveredFrom, from);
        complete |= window;
        knownSinceMillis = window ? lookBackBegin() : knownSinceMillis;
        overfull &= !window;
        expire();
    }

    /**
     * Answers an ingest that wants to append under a key. If it may, room is kept for the key.
     *
     * @param nowMillis the driver's ticker
     */
    public KeyAnswer ask(Digest identity, Digest body, long nowMillis) {
        KnownKey entry = entries.get(identity);
        if (complete && entry != null) {
            return entry.repeat(body);
        }
        if (!complete) {
            return overfull ? new KeyAnswer.Full() : new KeyAnswer.NotYet();
        }
        boolean again = promises.end(identity);
        if (!again && !room.take()) {
            return new KeyAnswer.Full();
        }
        promises.make(identity, nowMillis);
        return new KeyAnswer.Fresh(through);
    }

    /** Answers an ingest that has appended a record, at an offset, under a key. */
    public KeyAnswer verdict(Digest identity, Digest body, long offset) {
        KnownKey entry = entries.get(identity);
        if (entry == null || offset > through || offset < entry.first().offset()) {
            return new KeyAnswer.NotYet();
        }
        // One that was read with the window may repeat another that lies before it.
        boolean certain = entry.first().after() >= coveredFrom
                || (complete && entry.first().timeMillis() - windowMillis >= knownSinceMillis);
        if (!certain) {
            return new KeyAnswer.NotYet();
        }
        return offset == entry.first().offset() ? new KeyAnswer.First() : entry.repeat(body);
    }

    /** Gives back all room, since the partition is owned no longer. */
    public void close() {
        room.give(entries.size() + promises.clear());
        entries.clear();
    }
}

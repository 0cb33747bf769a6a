package io.carillon.fanout.keys;

import io.carillon.core.publication.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keys that ingests were promised room for, each for as long as its record may still come. For one caller at a time. */
final class Promises {

    /** How long room is kept for a key that was promised; a producer gives up before. */
    static final long LIFE_MILLIS = 30_000;

    /** Until when, in milliseconds of the driver's ticker, soonest first. */
    private final Map<Digest, Long> untilMillis = new LinkedHashMap<>();

    /** Promises room for a key, from now on. */
    void make(Digest identity, long nowMillis) {
        untilMillis.put(identity, nowMillis + LIFE_MILLIS);
    }

    /** Takes a promise back, or for kept; returns whether there was one. */
    boolean end(Digest identity) {
        return untilMillis.remove(identity) != null;
    }

    /** Ends those that are so old that nothing is going to come; returns how many. */
    long expire(long nowMillis) {
        Iterator<Long> oldest = untilMillis.values().iterator();
        long gone = 0;
        while (oldest.hasNext() && oldest.next() <= nowMillis) {
            oldest.remove();
            gone++;
        }
        return gone;
    }

    /** Ends all of them; returns how many there were. */
    long clear() {
        long gone = untilMillis.size();
        untilMillis.clear();
        return gone;
    }
}

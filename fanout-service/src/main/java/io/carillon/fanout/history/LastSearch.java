package io.carillon.fanout.history;

import io.carillon.core.publication.Publication;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds where the last so many publications of each channel begin, looking backwards from an offset.
 *
 * <p>It keeps numbers, not publications, so that a search costs the same however large they are. For one thread at a time;
 * whoever hands it on does not touch it until it comes back.
 */
public final class LastSearch {

    private final int count;

    /** Channels that have fewer so far than are wanted, with how many they have. */
    private final Map<String, Integer> found = new HashMap<>();

    /** The earliest wanted publication of each channel that has any. */
    private final Map<String, Long> starts = new HashMap<>();

    private long searchedTo;
    private boolean incomplete;

    /**
     * Begins a search.
     *
     * @param count how many of each channel are wanted, from 1
     * @param until the offset to look back from
     */
    public LastSearch(Collection<String> channels, int count, long until) {
        this.count = count;
        this.searchedTo = until;
        channels.forEach(channel -> found.put(channel, 0));
    }

    /** Returns the offset behind which everything was looked at. */
    public long searchedTo() {
        return searchedTo;
    }

    /** Returns the channels of which more are wanted. */
    public Set<String> missing() {
        return new HashSet<>(found.keySet());
    }

    /** Returns whether no channel wants more. */
    public boolean isComplete() {
        return found.isEmpty();
    }

    /** Takes the next publication on the way back; one of a channel that wants no more is passed over. */
    public void take(Publication publication) {
        Integer before = found.get(publication.channel());
        if (before != null) {
            starts.put(publication.channel(), publication.offset());
            if (before + 1 < count) {
                found.put(publication.channel(), before + 1);
            } else {
                found.remove(publication.channel());
            }
        }
        searchedTo = Math.min(searchedTo, publication.offset() - 1);
    }

    /** Takes it that there is nothing more behind an offset. */
    public void searchedDownTo(long offset) {
        searchedTo = Math.min(searchedTo, offset);
    }

    /** Ends the search before its end, since its budget is used up. */
    public void giveUp() {
        incomplete = !isComplete();
    }

    /** Returns whether the search ended before every channel had as many as are wanted, with more of the log to search. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** Returns whether a publication is one of those found, or younger. */
    public boolean wants(Publication publication) {
        Long start = starts.get(publication.channel());
        return start != null && publication.offset() >= start;
    }

    /** Returns the offset behind which all that was found lies; {@code until} if nothing was found. */
    public long place(long until) {
        return starts.values().stream().mapToLong(start -> start - 1).min().orElse(until);
    }
}

package io.carillon.fanout.link;

import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.LastSearch;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One replay: what is wanted, where it stands, and what may be under way of it. */
final class OpenReplay {

    final String link;
    final long id;
    final Set<String> channels;
    final long sinceMillis;
    private final int lastCount;

    long until;

    long searched;
    long creditBytes;
    boolean awaitsHistory;

    /** Where the last publications of the channels begin, if only those are wanted. */
    private @Nullable LastSearch last;

    /** Whether it is not known yet where they begin. */
    private boolean searching;

    /** Whether the log has the place before which the last ones are wanted. */
    private boolean placeKnown;

    OpenReplay(String link, ToOwner.Replay asked) {
        this.link = link;
        this.id = asked.id();
        this.channels = Set.copyOf(asked.channels());
        this.sinceMillis = asked.sinceMillis();
        this.until = asked.until();
        this.lastCount = asked.lastCount();
        this.searched = asked.after();
        this.creditBytes = asked.creditBytes();
        this.last = asked.lastCount() > 0 ? new LastSearch(channels, asked.lastCount(), until) : null;
        this.searching = last != null;
    }

    /** Returns the search that has to end before anything can be sent, if there is one. */
    @Nullable LastSearch search() {
        return searching ? last : null;
    }

    /** Returns the offset at which the search ends. */
    long floor() {
        return Math.max(-1, searched);
    }

    /** Returns whether the log is known to have the place before which the last ones are wanted. */
    boolean isPlaceKnown() {
        return placeKnown;
    }

    /** Takes it that the log has the place before which the last ones are wanted. */
    void placeFound() {
        placeKnown = true;
    }

    /** Takes it that the log ends before that place: then the last ones before its end are what there is. */
    void endAt(long end) {
        until = end;
        last = new LastSearch(channels, lastCount, end);
        placeKnown = true;
    }

    /** Begins where the search has found the last publications. */
    void found(LastSearch search) {
        searching = false;
        searched = search.place(until);
    }

    /** Returns whether there may be more that a search would have found, had it had the time. */
    boolean isIncomplete() {
        return last != null && last.isIncomplete();
    }

    boolean wants(Publication publication) {
        return channels.contains(publication.channel()) && (last == null || last.wants(publication));
    }

    /** Returns whether nothing is wanted but to know if the log has a place. */
    boolean isPlaceOnly() {
        return !searching && searched != ToOwner.FROM_TIME && searched >= until;
    }
}

package io.carillon.e2e.simulation;

import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Publication;
import io.carillon.edge.session.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One channel of a connection, as its client heard it: where it asked to begin, what it was promised, and what came of it.
 */
final class Hearing {

    /** How much earlier a channel begins of which a cursor says nothing. */
    static final long TIME_SLACK_MILLIS = 5_000;

    final String channel;
    final int partition;

    private final SimLog log;
    private final @Nullable Place asked;
    private final Set<Long> received = new HashSet<>();
    private final List<Heard.Gap> gaps = new ArrayList<>();

    /** Where the log ended at the first event that covers the channel; from there on nothing may be left out. */
    private long end = -1;

    /** From when on the channel was asked for; empty where an offset says it. */
    private Optional<Long> sinceMillis = Optional.empty();

    /** From where on everything was promised; empty as long as the log has to say where that is. */
    private OptionalLong promisedFrom = OptionalLong.empty();

    /** The last publications up to here were asked for, so many of them; 0 if they were not. */
    private long lastBefore = -1;

    private int lastCount;
    private boolean isCovered;

    Hearing(SimLog log, String channel, @Nullable Place asked) {
        this.log = log;
        this.channel = channel;
        this.partition = log.partitionOf(channel);
        this.asked = asked;
    }

    /** Takes the cursor of an event of the connection. */
    void covered(Cursor cursor) {
        Optional<ChannelPlace> place = cursor.place(channel, partition);
        if (!isCovered) {
            isCovered = true;
            end = log.end(partition);
            begin(place);
        }
        if (promisedFrom.isEmpty() && place.isPresent() && place.get() instanceof ChannelPlace.Behind) {
            // A time that is yet to come leaves out nothing that is published from the first event on.
            promisedFrom = OptionalLong.of(Math.min(end, log.before(partition, sinceMillis.orElse(0L))));
        }
    }

    /** Finds out what the first event promises, given what was asked for. */
    private void begin(Optional<ChannelPlace> said) {
        Optional<ChannelPlace> wanted = switch (asked) {
            case null -> said;
            case Place.At(Cursor cursor) -> {
                sinceMillis = Optional.of(cursor.timeMillis() - TIME_SLACK_MILLIS);
                yield cursor.place(channel, partition);
            }
            case Place.Earliest _ -> Optional.of(new ChannelPlace.Since(0));
            case Place.Since(long timeMillis) -> Optional.of(new ChannelPlace.Since(timeMillis));
            case Place.Last _ -> said;
        };
        switch (wanted.orElse(null)) {
            case ChannelPlace.Behind(long offset) -> promisedFrom = OptionalLong.of(offset);
            case ChannelPlace.Since(long timeMillis) -> sinceMillis = Optional.of(timeMillis);
            case ChannelPlace.LastBefore(long offset, int count) -> {
                lastBefore = offset;
                lastCount = count;
                promisedFrom = OptionalLong.of(log.beforeLast(channel, offset, count));
            }
            case null -> {
                // The cursor's time says where it begins.
            }
        }
    }

    void received(long offset) {
        received.add(offset);
    }

    void gap(Heard.Gap gap) {
        gaps.add(gap);
    }

    OptionalLong promisedFrom() {
        return promisedFrom;
    }

    /** Returns whether this began so far back that a publication up to an offset should not have come. */
    boolean isTooOld(long offset) {
        return lastCount > 0 && promisedFrom.isPresent() && offset <= promisedFrom.getAsLong();
    }

    /**
     * Returns whether an event may leave it to something else than an offset where the channel stands: to a time that is no
     * later than what was asked for, or to the last publications that were.
     */
    boolean mayStandAt(Optional<ChannelPlace> place, Cursor cursor) {
        return switch (place.orElse(null)) {
            case ChannelPlace.Behind _ -> true;
            case ChannelPlace.Since(long timeMillis) ->
                promisedFrom.isEmpty() && timeMillis <= Math.max(0, sinceMillis.orElse(Long.MIN_VALUE));
            case ChannelPlace.LastBefore(long offset, int count) ->
                received.isEmpty() && offset == lastBefore && count == lastCount;
            case null ->
                promisedFrom.isEmpty()
                        && cursor.timeMillis() - TIME_SLACK_MILLIS <= Math.max(0, sinceMillis.orElse(Long.MIN_VALUE));
        };
    }

    boolean has(Publication publication) {
        return received.contains(publication.offset());
    }

    /** Returns whether a publication of the channel was received, or the client knows why it was not. */
    boolean accountsFor(Publication publication) {
        if (has(publication)) {
            return true;
        }
        boolean isOneOfTheLast = publication.offset() <= lastBefore;
        if (isOneOfTheLast && publication.offset() < log.start(partition)) {
            // The last ones that there are are wanted, and this one is no more.
            return true;
        }
        if (isOneOfTheLast
                && log.hasGivenUpSearches()
                && received.stream().noneMatch(offset -> offset < publication.offset())) {
            // The search for it may have ended before it was found, of which the client hears later.
            return true;
        }
        return gaps.stream().anyMatch(gap -> Connection.isWithin(gap, publication));
    }

    /**
     * Returns the first publication that was promised and neither received nor told of, if there is one.
     *
     * @param live whether the channel is still heard, so that also the youngest has to be there at last
     */
    Optional<Publication> firstHole(boolean live) {
        Optional<Publication> hole = Optional.empty();
        for (Publication publication : log.truth(partition, promisedFrom.orElse(Long.MAX_VALUE), Long.MAX_VALUE)) {
            if (publication.channel().equals(channel)) {
                if (hole.isPresent() && has(publication)) {
                    return hole;
                }
                if (hole.isEmpty() && !accountsFor(publication)) {
                    hole = Optional.of(publication);
                }
            }
        }
        return live ? hole : Optional.empty();
    }
}

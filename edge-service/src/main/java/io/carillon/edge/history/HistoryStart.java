package io.carillon.edge.history;

import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import io.carillon.core.position.Generation;
import io.carillon.edge.session.Place;
import java.util.Optional;

/**
 * Where a page begins in the log that is there now.
 *
 * @param generation the log
 * @param partition the partition that the channel lives in
 * @param place what the partition's owner is asked for
 * @param foreign the cursor that the client came with, if it is of another log
 */
public record HistoryStart(Generation generation, int partition, ChannelPlace place, Optional<Cursor> foreign) {

    /** Asks for nothing but the end of the log. */
    static final ChannelPlace.Behind END = new ChannelPlace.Behind(Long.MAX_VALUE);

    /** Returns where a page begins that a client asks for. */
    public static HistoryStart of(HistoryQuery query, Generation generation, int partition) {
        Optional<Cursor> foreign = query.place() instanceof Place.At(Cursor cursor)
                        && !cursor.generation().equals(generation.id())
                ? Optional.of(cursor)
                : Optional.empty();
        ChannelPlace place = switch (query.place()) {
            case Place.Earliest() -> new ChannelPlace.Since(0);
            case Place.Since(long timeMillis) -> new ChannelPlace.Since(timeMillis);
            case Place.Last(int count) -> count == 0 ? END : new ChannelPlace.LastBefore(Long.MAX_VALUE, count);
            case Place.At(Cursor cursor) -> cursor.resume(generation.id(), query.channel(), partition);
        };
        return new HistoryStart(generation, partition, place, foreign);
    }
}

package io.carillon.edge.subscription;

import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import io.carillon.edge.session.Place;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in the past a client wants to begin, in its words: an event's id, {@code earliest}, {@code last:N} or a time. */
public final class PlaceText {

    /** What a text that stands for no place is answered. */
    public static final String EXPECTED = "the id of an event, earliest, last:N with N of at most "
            + ChannelPlace.LastBefore.MAX_COUNT + ", or an RFC 3339 time";

    private static final Pattern LAST = Pattern.compile("last:(0|[1-9][0-9]{0,3})");

    private PlaceText() {}

    /** Returns the place that a text stands for, or empty if it stands for none. */
    public static Optional<Place> parse(String text) {
        if (text.equals("earliest")) {
            return Optional.of(new Place.Earliest());
        }
        Matcher last = LAST.matcher(text);
        if (last.matches()) {
            return Optional.of(new Place.Last(Integer.parseInt(last.group(1))));
        }
        Optional<Cursor> cursor = Cursor.parse(text);
        return cursor.isPresent() ? cursor.map(Place.At::new) : time(text);
    }

    private static Optional<Place> time(String text) {
        try {
            return Optional.of(new Place.Since(
                    Math.max(0, OffsetDateTime.parse(text).toInstant().toEpochMilli())));
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }
}

package io.carillon.core.log;

import io.carillon.core.publication.Publication;
import java.util.List;

/**
 * A part of the log's past: all publications in the range ({@code after}, {@code through}], and that there are no others.
 *
 * @param after the range begins behind this offset, from -1
 * @param through the last offset of the range; equal to {@code after} if the range is empty
 * @param timeMillis when the last record of the range was appended, in milliseconds since 1970-01-01T00:00Z; 0 if the
 *     range has no records
 * @param publications in order of offset
 */
public record HistoryPage(long after, long through, long timeMillis, List<Publication> publications) {

    public HistoryPage {
        if (after < -1 || through < after) {
            throw new IllegalArgumentException(
                    "range: (" + after + ", " + through + "] (expected: -1 <= after <= through)");
        }
        publications = List.copyOf(publications);
    }

    /** Returns a page without publications that covers nothing. */
    public static HistoryPage empty(long after) {
        return new HistoryPage(after, after, 0, List.of());
    }
}

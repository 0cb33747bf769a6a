package io.carillon.fanout.delivery;

import io.carillon.core.publication.Publication;
import java.util.List;

/** What became of the question for a page of a channel's past. */
public sealed interface PageOutcome {

    /**
     * All publications of the channel in the range (after, through].
     *
     * @param more whether the log goes on behind the range
     * @param truncated whether the search for the last publications ended at its budget
     */
    record Page(long after, long through, List<Publication> publications, boolean more, boolean truncated)
            implements PageOutcome {
        public Page {
            publications = List.copyOf(publications);
        }
    }

    /** This node does not own the partition. */
    record NotOwner() implements PageOutcome {}

    /** The owner does not know the log yet, or the log does not answer; try again. */
    record Unavailable(String why) implements PageOutcome {}

    /** Too many pages are being read here at the same time; try again. */
    record Busy() implements PageOutcome {}
}

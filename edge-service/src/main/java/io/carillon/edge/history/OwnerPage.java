package io.carillon.edge.history;

import io.carillon.core.publication.Publication;
import java.util.List;

/**
 * What an owner answers who is asked for a page: all publications of the channel in (after, through].
 *
 * @param after greater than the place asked for where the log no longer has what lay between, smaller where the log ends
 *     before it
 * @param more whether the log goes on behind the range
 * @param truncated whether the search for the last publications ended at its budget, so that there may be more of them
 */
public record OwnerPage(long after, long through, List<Publication> publications, boolean more, boolean truncated) {

    public OwnerPage {
        publications = List.copyOf(publications);
    }
}

package io.carillon.fanout.link;

import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.LastSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What memory has of a page. */
public sealed interface Recall {

    /** All of it. */
    record Page(long after, long through, List<Publication> publications, boolean more) implements Recall {}

    /**
     * Not all of it, so that the log has to be asked.
     *
     * @param until up to where the log was read, which is where the page ends at the latest
     * @param search what was found of the last publications so far, if those are wanted
     */
    record Older(long until, @Nullable LastSearch search) implements Recall {}
}

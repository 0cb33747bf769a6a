package io.carillon.fanout.link;

import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of memory goes out to a reader at once. */
final class GatheredPart {

    private final OpenReplay replay;
    private final long limitBytes;
    private final List<Publication> wanted = new ArrayList<>();
    private long bytes;
    private long searched;

    /**
     * Makes an empty part.
     *
     * @param start the offset behind which it begins
     * @param limitBytes with so many bytes it is full; it has one publication in any case, however large
     */
    GatheredPart(OpenReplay replay, long start, long limitBytes) {
        this.replay = replay;
        this.searched = start;
        this.limitBytes = limitBytes;
    }

    /** Takes the next publication if it is there and wanted; returns false, having done nothing, if there is no room. */
    boolean take(@Nullable Publication publication, long offset) {
        if (publication != null && replay.wants(publication)) {
            if (bytes >= limitBytes) {
                return false;
            }
            wanted.add(publication);
            bytes += publication.weight();
        }
        searched = offset;
        return true;
    }

    /** Returns the offset up to which everything that is wanted is in it. */
    long searched() {
        return searched;
    }

    List<Publication> wanted() {
        return wanted;
    }
}

package io.carillon.fanout.revocation;

import io.carillon.core.access.Revocation;
import java.util.List;

/**
 * What a watcher of the book gets at once.
 *
 * @param logId which log the offsets are of; empty while none was read
 * @param nextOffset the watcher has all before this offset once it has this page
 * @param revocations in the order of the log
 * @param complete whether that is all there is, and the log was read to its end
 * @param behind whether the log does not answer at present
 */
public record RevocationPage(
        String logId, long nextOffset, List<Revocation> revocations, boolean complete, boolean behind) {

    public RevocationPage {
        revocations = List.copyOf(revocations);
    }
}

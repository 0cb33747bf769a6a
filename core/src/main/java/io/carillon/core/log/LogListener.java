package io.carillon.core.log;

import io.carillon.core.publication.Publication;
import java.util.List;

/**
 * Hears the publications of the partitions that a {@link LogFollower} follows.
 *
 * <p>All calls for one partition come one after another, in log order, on the follower's thread. A listener returns
 * quickly and never waits: all followed partitions share that thread. One that cannot keep up
 * {@linkplain LogFollower#pause pauses} the partition, and may do so within the call.
 */
public interface LogListener {

    /**
     * The log was read on to {@code through}.
     *
     * <p>Each call covers all that lies between the {@code through} of the call before (or the place where following
     * began) and its own. Offsets have holes: records that nobody may hear and the log's own markers are covered without
     * a publication. While the partition is followed, not paused, and read to its end, there is a call at least once a
     * second, also without publications.
     *
     * @param partition partition number, from 0
     * @param publications in order of offset; empty if there is only progress to tell
     * @param through the last offset covered; -1 while the log is empty
     * @param timeMillis everything appended up to this time is covered, in milliseconds since 1970-01-01T00:00Z; it
     *     never goes back within one following, and is 0 while nothing is known yet
     */
    void advanced(int partition, List<Publication> publications, long through, long timeMillis);

    /**
     * The log no longer has the place where reading was to go on, so reading goes on elsewhere.
     *
     * @param partition partition number, from 0
     * @param from the offset that was to be read next
     * @param to the offset that is read next instead. Greater than {@code from} when retention removed what lay between;
     *     smaller when the log was cut back, and then offsets from {@code to} on are given to new publications
     */
    void lost(int partition, long from, long to);
}

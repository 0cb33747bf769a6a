package io.carillon.core.log;

import java.time.Duration;

/**
 * The live read side of the log: follows partitions as they grow. Safe for use by many threads; no method waits.
 *
 * <p>The hand-over to listeners is bounded by pausing. A call to a listener carries at most what one fetch of one
 * partition brings, and after {@link #pause} at most one call more is made, so a listener that pauses at a limit holds
 * at most the limit and two fetches.
 */
public interface LogFollower {

    /**
     * Begins to follow a partition; it replaces an earlier following of the same one.
     *
     * @param partition partition number, from 0
     * @param after the last offset that is not wanted; -1 to begin with the log's first record. Where the log no longer
     *     has what comes next, the listener is told what is {@linkplain LogListener#lost lost}
     * @param listener hears this following alone, so that a late call of a following before never reaches it
     */
    void own(int partition, long after, LogListener listener);

    /**
     * Begins to follow a partition at its end. The first call to the listener, without publications, tells where that is.
     *
     * @param partition partition number, from 0
     * @param listener hears this following alone
     */
    void ownFromEnd(int partition, LogListener listener);

    /** Ends the following of a partition, if there is one. A call to its listener that is under way may still end. */
    void release(int partition);

    /**
     * Stops reading a followed partition for now; other partitions go on. Positions are kept.
     *
     * @param listener whose following is meant; nothing happens if the partition is followed for another by now
     */
    void pause(int partition, LogListener listener);

    /**
     * Goes on reading a paused partition where it was paused.
     *
     * @param listener whose following is meant; nothing happens if the partition is followed for another by now
     */
    void resume(int partition, LogListener listener);

    /**
     * Returns how long ago the log last answered a fetch. It stays below two seconds while all is well, also when nothing is
     * appended, and it is zero while there is nothing to fetch, since no partition is followed or all are paused.
     */
    Duration fetchAge();

    /**
     * Returns whether the log was found lately to be still the one that is followed. It is not while the log is out of reach,
     * and never again after it was made anew.
     */
    boolean isConfirmed();
}

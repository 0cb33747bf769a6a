package io.carillon.core.log;

/** The retained part of the log, read by ranges. Safe for use by many threads; every method waits for the log. */
public interface LogHistory {

    /**
     * Reads what lies in the range ({@code after}, {@code until}], or the first part of it.
     *
     * @param partition partition number, from 0
     * @param after the last offset that is not wanted; -1 to begin with the log's first record
     * @param until the last offset that is wanted. It should be known to exist: a range that reaches past the log's end
     *     is read to the end, after some waiting
     * @param maxBytes how much the page may hold, by {@linkplain io.carillon.core.publication.Publication#weight()
     *     weight}, at least 1; one publication is always allowed, however large
     * @return a page, which always gets on: read again with its {@link HistoryPage#through} until that reaches
     *     {@code until}. Where the log no longer has the beginning of the range, {@link HistoryPage#after} is greater than
     *     the one asked for
     * @throws LogUnavailableException if the log does not answer in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    HistoryPage read(int partition, long after, long until, int maxBytes)
            throws LogUnavailableException, InterruptedException;

    /**
     * Returns the first offset that was appended at a time or later; the {@linkplain #end end} if there is none.
     *
     * @param partition partition number, from 0
     * @param timeMillis in milliseconds since 1970-01-01T00:00Z
     * @throws LogUnavailableException if the log does not answer in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    long offsetAtTime(int partition, long timeMillis) throws LogUnavailableException, InterruptedException;

    /**
     * Returns the first offset that the log still has; the {@linkplain #end end} if it has none.
     *
     * @param partition partition number, from 0
     * @throws LogUnavailableException if the log does not answer in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    long earliest(int partition) throws LogUnavailableException, InterruptedException;

    /**
     * Returns the offset behind the last one that can be read now; the last one itself is one less.
     *
     * @param partition partition number, from 0
     * @throws LogUnavailableException if the log does not answer in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    long end(int partition) throws LogUnavailableException, InterruptedException;
}

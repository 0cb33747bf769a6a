package io.carillon.fanout.delivery;

import io.carillon.core.link.ToOwner;
import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Reads history on threads that may wait, so many at a time; the others have to wait for their turn.
 *
 * <p>Whoever asks bounds the questions: a follower has at most one open.
 */
final class HistoryReads implements AutoCloseable {

    /** Hears how a read ended, on the reading thread. */
    interface Answer {

        void read(HistoryPage page);

        void failed();
    }

    private static final System.Logger LOGGER = System.getLogger(HistoryReads.class.getName());

    private final LogHistory history;
    private final Semaphore turns;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("history-", 0).factory());

    HistoryReads(LogHistory history, int limit) {
        this.history = history;
        this.turns = new Semaphore(limit, true);
    }

    /**
     * Reads what lies in (after, until], or the first part of it; returns at once.
     *
     * @param after an offset, or {@link ToOwner#FROM_TIME} to begin with what was appended at {@code sinceMillis} or later
     * @param until the end of the range; if it is not behind {@code after}, the answer is an empty page at {@code after}, or
     *     at the end of the log if that comes before
     */
    void read(int partition, long after, long sinceMillis, long until, int maxBytes, Answer answer) {
        threads.execute(() -> {
            try {
                turns.acquire();
                try {
                    answer.read(page(partition, after, sinceMillis, until, maxBytes));
                } finally {
                    turns.release();
                }
            } catch (LogUnavailableException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "history not read partition=" + partition + " after=" + after, e);
                answer.failed();
            } catch (InterruptedException _) {
                // Only closing interrupts, and then nobody waits for the answer any more.
                Thread.currentThread().interrupt();
            }
        });
    }

    private HistoryPage page(int partition, long after, long sinceMillis, long until, int maxBytes)
            throws LogUnavailableException, InterruptedException {
        if (after == ToOwner.FROM_TIME) {
            long from = history.offsetAtTime(partition, sinceMillis) - 1;
            return from >= until ? HistoryPage.empty(from) : history.read(partition, from, until, maxBytes);
        }
        return after >= until
                ? HistoryPage.empty(Math.min(after, history.end(partition) - 1))
                : history.read(partition, after, until, maxBytes);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

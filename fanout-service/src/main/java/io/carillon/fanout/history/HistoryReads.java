package io.carillon.fanout.history;

import io.carillon.core.link.ToOwner;
import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads history on threads that may wait, so many at a time; the others have to wait for their turn. Safe for use by many
 * threads.
 *
 * <p>Whoever asks bounds the questions: a reader has at most one open. Each partition has at most one scan under way, which
 * serves all who want to read there.
 */
public final class HistoryReads implements AutoCloseable {

    /** Hears how a read ended, on the reading thread; must not wait. */
    public interface Answer {

        /** Takes what was read; there may be more in the range. */
        void read(HistoryPage page);

        /** Takes it that the log did not answer. */
        void failed();
    }

    /** Hears how a search for the last publications ended, on the reading thread; must not wait. */
    public interface LastAnswer {

        /** Takes the search back. */
        void found(LastSearch search);

        /** Takes the search back, with what was found before the log did not answer. */
        void failed();
    }

    /** A question on its way through the log, with the turn that it has. */
    private interface Work {
        void run() throws LogUnavailableException, InterruptedException;
    }

    private static final System.Logger LOGGER = System.getLogger(HistoryReads.class.getName());

    private final MeteredHistory log;
    private final BlockIndex index;
    private final HistorySettings settings;
    private final Semaphore turns;
    private final LongAdder questions = new LongAdder();
    private final Map<Integer, PartitionScanner> scanners = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("history-", 0).factory());

    /** Makes reads of a log; the index learns from what is read, and saves reading what it knows. */
    public HistoryReads(LogHistory log, BlockIndex index, HistorySettings settings) {
        this.log = new MeteredHistory(log);
        this.index = index;
        this.settings = settings;
        this.turns = new Semaphore(settings.reads(), true);
    }

    /** Returns the index of what is in the log, which those who read it live tell as well. */
    public BlockIndex index() {
        return index;
    }

    /** Returns how many bytes of publications were read from the log. */
    public long bytesRead() {
        return log.bytes();
    }

    /** Returns how many questions were asked of the log. */
    public long questions() {
        return questions.sum();
    }

    /**
     * Reads what is wanted of a range, or the first part of it; returns at once. The answer to a question that only wants to
     * know a place is an empty page there, or at the end of the log if that comes before.
     */
    public void read(int partition, HistoryQuery query, Answer answer) {
        questions.increment();
        if (query.after() != ToOwner.FROM_TIME && query.after() < query.until()) {
            scanner(partition).join(query, answer);
            return;
        }
        inTurn(partition, answer::failed, () -> {
            if (query.after() != ToOwner.FROM_TIME) {
                answer.read(HistoryPage.empty(Math.min(query.after(), log.end(partition) - 1)));
                return;
            }
            long from = log.offsetAtTime(partition, query.sinceMillis()) - 1;
            if (from >= query.until()) {
                answer.read(HistoryPage.empty(from));
                return;
            }
            scanner(partition)
                    .join(new HistoryQuery(from, 0, query.until(), query.channels(), query.maxBytes()), answer);
        });
    }

    /**
     * Goes on with a search for the last publications of channels where it stands; returns at once.
     *
     * @param after the offset at which the search ends
     */
    public void findLast(int partition, LastSearch search, long after, LastAnswer answer) {
        questions.increment();
        inTurn(partition, answer::failed, () -> {
            new BackwardSearch(partition, log, index, settings.lastBytes()).run(search, after);
            answer.found(search);
        });
    }

    private void inTurn(int partition, Runnable failed, Work work) {
        threads.execute(() -> {
            try {
                turns.acquire();
                try {
                    work.run();
                } finally {
                    turns.release();
                }
            } catch (LogUnavailableException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "history not read partition=" + partition, e);
                failed.run();
            } catch (InterruptedException _) {
                // Only closing interrupts, and then nobody waits for the answer any more.
                Thread.currentThread().interrupt();
            }
        });
    }

    private PartitionScanner scanner(int partition) {
        return scanners.computeIfAbsent(
                partition, number -> new PartitionScanner(number, log, index, settings, turns, threads));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

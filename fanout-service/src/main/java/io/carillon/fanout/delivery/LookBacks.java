package io.carillon.fanout.delivery;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.fanout.keys.KeyedRecord;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Reads keys back from the log on threads that may wait, a few partitions at a time. Whoever asks bounds the questions: a
 * partition has one open. Safe for use by many threads.
 */
final class LookBacks implements AutoCloseable {

    /** Hears how a look back ended, on the reading thread; must not wait. */
    interface Answer {

        /**
         * Takes everything keyed in (from, the end that was asked for], in order of offset.
         *
         * @param whole whether there were no more keys than asked for; otherwise the answer is of no use
         */
        void read(long from, List<KeyedRecord> records, boolean whole);

        /** Takes it that the log did not answer. */
        void failed();
    }

    private interface Begin {
        long find() throws LogUnavailableException, InterruptedException;
    }

    private static final System.Logger LOGGER = System.getLogger(LookBacks.class.getName());

    private static final int PAGE_BYTES = 512 << 10;

    /** Partitions that are read back at a time, fewer than there are reads of the log, so that replays go on meanwhile. */
    private static final int LIMIT = 2;

    private final LogHistory log;
    private final Semaphore turns = new Semaphore(LIMIT, true);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("keys-", 0).factory());

    /**
     * Makes reads of a log that has everything, also what is void.
     */
    LookBacks(LogHistory log) {
        this.log = log;
    }

    /** Reads the keys in (from, until]; returns at once. */
    void readBehind(int partition, long from, long until, long limit, Answer answer) {
        read(partition, () -> from, until, limit, answer);
    }

    /** Reads the keys of what was appended at a time or later, up to {@code until}; returns at once. */
    void readSince(int partition, long millis, long until, long limit, Answer answer) {
        read(partition, () -> log.offsetAtTime(partition, Math.max(0, millis)) - 1, until, limit, answer);
    }

    private void read(int partition, Begin begin, long until, long limit, Answer answer) {
        threads.execute(() -> {
            try {
                turns.acquire();
                try {
                    readInTurn(partition, begin.find(), until, limit, answer);
                } finally {
                    turns.release();
                }
            } catch (LogUnavailableException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "keys not read partition=" + partition, e);
                answer.failed();
            } catch (InterruptedException _) {
                // Only closing interrupts, and then nobody waits for the answer any more.
                Thread.currentThread().interrupt();
            }
        });
    }

    private void readInTurn(int partition, long from, long until, long limit, Answer answer)
            throws LogUnavailableException, InterruptedException {
        List<KeyedRecord> records = new ArrayList<>();
        long through = from;
        while (through < until && records.size() <= limit) {
            HistoryPage page = log.read(partition, through, until, PAGE_BYTES);
            page.publications()
                    .forEach(publication -> KeyedRecord.of(publication).ifPresent(records::add));
            if (page.through() <= through) {
                throw new LogUnavailableException("partition " + partition + ": nothing to read behind " + through);
            }
            through = page.through();
        }
        answer.read(from, records, records.size() <= limit);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

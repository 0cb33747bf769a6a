package io.carillon.fanout.history;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.core.publication.Publication;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scan of one partition while somebody wants to read there.
 *
 * <p>Threading: anybody joins; what is under way belongs to the one thread that scans.
 */
final class PartitionScanner {

    /** A question that is not answered yet. */
    private record Waiting(HistoryQuery query, HistoryReads.Answer answer) {}

    private static final System.Logger LOGGER = System.getLogger(PartitionScanner.class.getName());

    private final int partition;
    private final LogHistory log;
    private final BlockIndex index;
    private final HistorySettings settings;
    private final Semaphore turns;
    private final Executor threads;

    /** Belongs to the scan; it outlives one, since the next often begins where the last one ended. */
    private final BlockBuilder builder;

    private final Object lock = new Object();
    /** Guarded by {@code lock}. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** Guarded by {@code lock}. */
    private boolean running;

    PartitionScanner(
            int partition,
            LogHistory log,
            BlockIndex index,
            HistorySettings settings,
            Semaphore turns,
            Executor threads) {
        this.partition = partition;
        this.log = log;
        this.index = index;
        this.builder = index.builder(partition, -1);
        this.settings = settings;
        this.turns = turns;
        this.threads = threads;
    }

    /** Reads for one more, in the scan that is under way or in a new one. */
    void join(HistoryQuery query, HistoryReads.Answer answer) {
        synchronized (lock) {
            waiting.add(new Waiting(query, answer));
            if (running) {
                return;
            }
            running = true;
        }
        threads.execute(this::run);
    }

    private void run() {
        var scan = new Scan(partition, index, builder, settings.scanBytes());
        try {
            while (admit(scan)) {
                turns.acquire();
                try {
                    readInTurn(scan);
                } catch (LogUnavailableException | RuntimeException e) {
                    LOGGER.log(Level.WARNING, "history not read partition=" + partition, e);
                    scan.fail();
                    scan = new Scan(partition, index, builder, settings.scanBytes());
                } finally {
                    turns.release();
                }
            }
        } catch (InterruptedException _) {
            // Only closing interrupts, and then nobody waits for answers any more.
            Thread.currentThread().interrupt();
        }
    }

    /** Reads so much, then lets other partitions have the turn. */
    private void readInTurn(Scan scan) throws LogUnavailableException, InterruptedException {
        long bytes = 0;
        while (bytes < settings.scanBytes()) {
            Optional<Scan.Stretch> stretch = scan.next();
            if (stretch.isEmpty()) {
                return;
            }
            Scan.Stretch next = stretch.get();
            HistoryPage page = log.read(partition, next.after(), next.until(), next.maxBytes());
            scan.read(page);
            bytes += page.publications().stream().mapToLong(Publication::weight).sum();
            synchronized (lock) {
                // Not more: whoever lets go of the scan here would have a second one run beside this.
                takeIn(scan);
            }
        }
    }

    /** Takes on who waits, or ends this scan; returns whether there is anybody to read for. */
    private boolean admit(Scan scan) {
        synchronized (lock) {
            takeIn(scan);
            running = scan.size() > 0;
            return running;
        }
    }

    /** Takes on who waits, as far as there is room. With the lock held. */
    private void takeIn(Scan scan) {
        @Nullable Waiting next = null;
        while (scan.size() < settings.readers() && (next = waiting.poll()) != null) {
            scan.join(next.query(), next.answer());
        }
    }
}

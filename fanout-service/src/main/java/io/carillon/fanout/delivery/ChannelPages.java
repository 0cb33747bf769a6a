package io.carillon.fanout.delivery;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.HistoryReads;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.link.PageRequest;
import io.carillon.fanout.link.Recall;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pages of one channel's past, from memory or from the log, for callers that may wait. Safe for use by many threads, of which
 * so many are served at a time.
 */
final class ChannelPages {

    /** Most pages that are read at a time; beyond it, askers are told to come back. */
    static final int LIMIT = 64;

    /** How long an asker waits for the log. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HistoryReads history;
    private final Semaphore room = new Semaphore(LIMIT);

    ChannelPages(HistoryReads history) {
        this.history = history;
    }

    /** Returns a page; waits for the pump, and for the log where memory does not have it. */
    PageOutcome read(PageRequest request, Mailbox<PumpCommand> pump) throws InterruptedException {
        if (!room.tryAcquire()) {
            return new PageOutcome.Busy();
        }
        try {
            var recalled = new CompletableFuture<Recalled>();
            pump.put(new PumpCommand.Recall(request, recalled));
            return switch (await(recalled)) {
                case Recalled.NotOwner() -> new PageOutcome.NotOwner();
                case Recalled.NotReady() -> new PageOutcome.Unavailable("the owner does not know the log yet");
                case Recalled.Known(Recall.Page(long after, long through, var publications, boolean more)) ->
                    new PageOutcome.Page(after, through, publications, more, false);
                case Recalled.Known(Recall.Older older) -> fromLog(request, older);
            };
        } catch (TimeoutException _) {
            return new PageOutcome.Unavailable("no answer within " + PATIENCE.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new PageOutcome.Unavailable(String.valueOf(e.getCause()));
        } finally {
            room.release();
        }
    }

    private PageOutcome fromLog(PageRequest request, Recall.Older older)
            throws InterruptedException, ExecutionException, TimeoutException {
        long after = request.after();
        boolean truncated = false;
        if (older.search() != null) {
            LastSearch search = findLast(request.partition(), older.search());
            after = search.place(Math.min(request.lastUntil(), older.until()));
            truncated = search.isIncomplete();
            if (after >= older.until()) {
                return new PageOutcome.Page(after, after, List.of(), false, truncated);
            }
        }
        var query = new HistoryQuery(
                after, request.sinceMillis(), older.until(), Set.of(request.channel()), request.maxBytes());
        HistoryPage page = read(request.partition(), query);
        List<Publication> publications = page.publications();
        long through = page.through();
        if (publications.size() > request.limit()) {
            publications = publications.subList(0, request.limit());
            through = publications.getLast().offset();
        }
        return new PageOutcome.Page(page.after(), through, publications, through < older.until(), truncated);
    }

    private LastSearch findLast(int partition, LastSearch search)
            throws InterruptedException, ExecutionException, TimeoutException {
        var answer = new CompletableFuture<LastSearch>();
        history.findLast(partition, search, -1, new HistoryReads.LastAnswer() {
            @Override
            public void found(LastSearch found) {
                answer.complete(found);
            }

            @Override
            public void failed() {
                answer.completeExceptionally(new IllegalStateException("the log does not answer"));
            }
        });
        return await(answer);
    }

    private HistoryPage read(int partition, HistoryQuery query)
            throws InterruptedException, ExecutionException, TimeoutException {
        var answer = new CompletableFuture<HistoryPage>();
        history.read(partition, query, new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                answer.complete(page);
            }

            @Override
            public void failed() {
                answer.completeExceptionally(new IllegalStateException("the log does not answer"));
            }
        });
        return await(answer);
    }

    private static <T> T await(CompletableFuture<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    }
}

package io.carillon.e2e.simulation;

import io.carillon.core.link.ToOwner;
import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.fanout.history.BackwardSearch;
import io.carillon.fanout.history.BlockIndex;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.HistoryReads;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.history.Scan;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the past of one partition for its owner: what {@code HistoryReads} does with threads, here with the agenda, which lets
 * every read of the log take its time and some of them fail. Scan, index and search are the real ones.
 */
final class SimHistory {

    private static final int SEARCH_BYTES = 4 << 20;

    private final World world;
    private final int partition;
    private final BlockIndex index;
    private final Consumer<Runnable> thread;
    private Scan scan;
    private boolean scanning;

    /**
     * Makes reads for an owner.
     *
     * @param thread runs what comes back, unless nobody waits for it any more
     */
    SimHistory(World world, int partition, BlockIndex index, Consumer<Runnable> thread) {
        this.world = world;
        this.partition = partition;
        this.index = index;
        this.thread = thread;
        this.scan = newScan();
    }

    private Scan newScan() {
        return new Scan(
                partition,
                index,
                index.builder(partition, -1),
                world.scenario.feedLimits().historyBytes());
    }

    void read(HistoryQuery query, HistoryReads.Answer answer) {
        world.historyReads++;
        if (query.after() != ToOwner.FROM_TIME && query.after() < query.until()) {
            join(query, answer);
            return;
        }
        later(log -> place(query, log), place -> {
            if (place == null) {
                answer.failed();
            } else if (query.after() != ToOwner.FROM_TIME || place >= query.until()) {
                answer.read(HistoryPage.empty(place));
            } else {
                join(new HistoryQuery(place, 0, query.until(), query.channels(), query.maxBytes()), answer);
            }
        });
    }

    private long place(HistoryQuery query, LogHistory log) throws LogUnavailableException, InterruptedException {
        return query.after() == ToOwner.FROM_TIME
                ? log.offsetAtTime(partition, query.sinceMillis()) - 1
                : Math.min(query.after(), log.end(partition) - 1);
    }

    private void join(HistoryQuery query, HistoryReads.Answer answer) {
        scan.join(query, answer);
        if (!scanning) {
            scanning = true;
            readOn();
        }
    }

    private void readOn() {
        Optional<Scan.Stretch> next = scan.next();
        scanning = next.isPresent();
        next.ifPresent(stretch ->
                later(log -> log.read(partition, stretch.after(), stretch.until(), stretch.maxBytes()), page -> {
                    if (page == null) {
                        scan.fail();
                        scan = newScan();
                        scanning = false;
                    } else {
                        scan.read(page);
                        readOn();
                    }
                }));
    }

    void findLast(LastSearch search, long after, HistoryReads.LastAnswer answer) {
        world.historyReads++;
        later(
                log -> {
                    int limitBytes = world.chance.in(0.02) ? 1 : SEARCH_BYTES;
                    new BackwardSearch(partition, log, index, limitBytes).run(search, after);
                    return search;
                },
                found -> {
                    if (found == null) {
                        answer.failed();
                        return;
                    }
                    if (found.isIncomplete()) {
                        world.log.searchGivenUp();
                    }
                    answer.found(found);
                });
    }

    /** Lets the log answer after a while, with nothing if it does not. */
    private <T> void later(SimPast.Question<T> question, Consumer<@Nullable T> then) {
        world.agenda.in(
                world.chance.millis(1, world.scenario.historyMillis()),
                () -> thread.accept(() -> then.accept(
                        world.chance.in(world.scenario.historyFailure()) ? null : world.past.ask(question))));
    }
}

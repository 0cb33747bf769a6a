package io.carillon.fanout.leadership;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Ledger;
import io.carillon.fanout.ownership.Outcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The leader's thread: asks the rules what is due and puts it before the nodes, one command after another, while this node
 * leads. Between terms it does nothing. Safe for use by many threads; lives from {@link #start} to {@link #close}.
 */
public final class Leader implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Leader.class.getName());

    /** How often the rules are asked when nothing happens; bounds how late the end of a lease is noticed. */
    private static final Duration ASK_EVERY = Duration.ofMillis(50);

    /** How long a command is waited for. Past it the node most likely leads no more. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    /** How long after a command that could not be agreed on the next attempt is made. */
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final Ledger ledger;
    private final Supplier<Cluster> cluster;
    private final LongFunction<Leadership> terms;
    private final BooleanSupplier logIsConfirmed;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Thread thread;
    private final CommandTally tally = new CommandTally();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock") private @Nullable Leadership term;

    @GuardedBy("lock") private boolean poked;

    @GuardedBy("lock") private boolean closed;

    /**
     * Makes a leader that does not lead.
     *
     * @param cluster what this node has applied
     * @param terms makes the rules for a term that begins at a time
     * @param logIsConfirmed whether the log was found lately to be still the one that this node reads
     */
    public Leader(
            Ledger ledger,
            Supplier<Cluster> cluster,
            LongFunction<Leadership> terms,
            BooleanSupplier logIsConfirmed,
            Ticker ticker,
            InstantSource clock) {
        this.ledger = ledger;
        this.cluster = cluster;
        this.terms = terms;
        this.logIsConfirmed = logIsConfirmed;
        this.ticker = ticker;
        this.clock = clock;
        thread = Thread.ofPlatform().name("leader").daemon().unstarted(this::run);
    }

    /** Begins to be ready to lead. */
    public void start() {
        thread.start();
    }

    /** Leads from now on, knowing nothing but what was agreed on. */
    public void lead() {
        LOGGER.log(Level.INFO, "leads");
        setTerm(terms.apply(ticker.nanos()));
    }

    /** Leads no more. */
    public void follow() {
        if (isLeading()) {
            LOGGER.log(Level.INFO, "leads no more");
        }
        setTerm(null);
    }

    private void setTerm(@Nullable Leadership next) {
        lock.lock();
        try {
            term = next;
            poked = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether this node leads, as far as it knows. */
    public boolean isLeading() {
        lock.lock();
        try {
            return term != null;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the ids of the members that have reported lately; nobody while this node does not lead. */
    public Set<String> live() {
        lock.lock();
        try {
            return term == null ? Set.of() : term.live(cluster.get(), ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Returns how far the owners of all partitions are, by partition, as far as they have reported lately. */
    public Map<Integer, Progress> progress() {
        lock.lock();
        try {
            return term == null ? Map.of() : term.progress(cluster.get(), ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Hears a member; returns false if this node does not lead. */
    public boolean heard(MemberReport report) {
        lock.lock();
        try {
            if (term == null) {
                return false;
            }
            term.heard(report, ticker.nanos());
            poke();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes it that the session of a process ended.
     *
     * @param gone whether nobody listens at its address any more
     */
    public void left(String node, long start, boolean gone) {
        lock.lock();
        try {
            if (term != null) {
                term.left(node, start, gone);
                poke();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether this node leads, and waits for a process that has said nothing since its session ended, if it had one. */
    public boolean isMissing(String node, long start) {
        lock.lock();
        try {
            return term != null && term.isMissing(node, start);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock") private void poke() {
        poked = true;
        changed.signalAll();
    }

    /** Returns what became of this node's commands. */
    public CommandTally tally() {
        return tally;
    }

    private void run() {
        try {
            while (await()) {
                Optional<Command> due = due();
                if (due.isPresent()) {
                    put(due.get());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the rules are to be asked; returns false at the end. */
    private boolean await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = ASK_EVERY.toNanos();
            while (!closed && (term == null || (!poked && rest > 0))) {
                if (term == null) {
                    changed.await();
                } else {
                    rest = changed.awaitNanos(rest);
                }
            }
            poked = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Command> due() {
        boolean confirmed = logIsConfirmed.getAsBoolean();
        lock.lock();
        try {
            return term == null
                    ? Optional.empty()
                    : term.next(cluster.get(), confirmed, ticker.nanos(), clock.millis());
        } finally {
            lock.unlock();
        }
    }

    private void put(Command command) throws InterruptedException {
        try {
            switch (ledger.submit(command).get(ANSWER_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
                case Outcome.Done _ -> {
                    tally.countObeyed();
                    LOGGER.log(Level.INFO, "agreed on {0}", command);
                    again();
                }
                case Outcome.Stale late -> {
                    tally.countStale();
                    LOGGER.log(Level.INFO, "too late for {0}: {1}", command, late.reason());
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            tally.countFailed();
            LOGGER.log(Level.WARNING, "not agreed on, will see: " + command, e);
            TimeUnit.NANOSECONDS.sleep(RETRY_AFTER.toNanos());
        }
    }

    /** There may be more to do now. */
    private void again() {
        lock.lock();
        try {
            poked = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            term = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(ANSWER_LIMIT);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

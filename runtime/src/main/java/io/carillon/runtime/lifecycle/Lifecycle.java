package io.carillon.runtime.lifecycle;

import io.carillon.core.time.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A service from start to stop.
 *
 * <pre>
 * NEW ──start──► STARTING ──all parts started──► RUNNING ──stop──► STOPPING ──► STOPPED
 *  │                └──a part failed, or stop───────────────────────▲              ▲
 *  └──stop─────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Parts are added by one thread before the start. After that every method may be called from every thread and any
 * number of times; stopping happens once, and all callers wait for it.
 */
public final class Lifecycle implements AutoCloseable {

    /** Where a service is between its start and its end. */
    public enum State {
        /** Not started yet; parts may be added. */
        NEW,
        /** Starting its parts, one after the other. */
        STARTING,
        /** All parts run. */
        RUNNING,
        /** Draining and closing its parts. */
        STOPPING,
        /** All parts are closed; there is no way back. */
        STOPPED
    }

    /** Time for closing one part when draining has used up all there was: enough to release a port, say. */
    static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    /** Parts that take longer than this are named in the log. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private static final System.Logger LOGGER = System.getLogger(Lifecycle.class.getName());

    private final String name;
    private final Ticker ticker;
    private final List<NamedPart> parts = new ArrayList<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CountDownLatch startEnded = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Written by the starting thread; read by the stopping one, which may have given up waiting for it. */
    private final Deque<NamedPart> started = new ConcurrentLinkedDeque<>();

    private volatile @Nullable Thread starter;
    private volatile @Nullable Thread shutdownHook;

    /**
     * Makes a lifecycle without parts.
     *
     * @param name of the service, for the log
     * @param ticker measures what starting and stopping take
     */
    public Lifecycle(String name, Ticker ticker) {
        this.name = name;
        this.ticker = ticker;
    }

    /** Adds a part that stands on those added before. */
    public Lifecycle add(String partName, Part part) {
        if (state.get() != State.NEW) {
            throw new IllegalStateException("state: " + state.get() + " (expected: NEW)");
        }
        parts.add(new NamedPart(partName, part));
        return this;
    }

    /** Returns where the service is. */
    public State state() {
        return state.get();
    }

    /**
     * Starts all parts, in order. If one fails, those started before it are closed again.
     *
     * @throws StartException if a part failed, or the service was stopped meanwhile
     */
    public void start() {
        if (!state.compareAndSet(State.NEW, State.STARTING)) {
            throw new IllegalStateException("state: " + state.get() + " (expected: NEW)");
        }
        starter = Thread.currentThread();
        long begin = ticker.nanos();
        try {
            startParts();
        } catch (StartException e) {
            endFailedStart();
            throw e;
        } finally {
            starter = null;
            startEnded.countDown();
        }
        LOGGER.log(Level.INFO, name + " started in " + millis(since(begin)));
    }

    private void startParts() {
        for (NamedPart part : parts) {
            if (state.get() != State.STARTING) {
                break;
            }
            long begin = ticker.nanos();
            try {
                part.part().start();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartException(name + " was stopped while starting " + part.name(), e);
            } catch (IOException | RuntimeException | Error e) {
                throw new StartException(name + " could not start " + part.name() + ": " + e.getMessage(), e);
            }
            started.push(part);
            logIfLong("starting", part, since(begin));
        }
        if (!state.compareAndSet(State.STARTING, State.RUNNING)) {
            throw new StartException(name + " was stopped while starting");
        }
    }

    private void endFailedStart() {
        // If this fails, a stop is under way and closes the parts when the start has ended.
        if (state.compareAndSet(State.STARTING, State.STOPPING)) {
            closeStarted();
            end();
        }
    }

    private void closeStarted() {
        for (NamedPart part : started) {
            new BoundedStep(name, "close " + part.name()).run(CLOSE_LIMIT, part.part()::close);
        }
    }

    /**
     * Drains and closes all started parts, in reverse order, and returns when they are closed.
     *
     * <p>Draining ends by the limit. A part whose turn comes later is not drained but still closed, for which it gets
     * a second; one that hangs is interrupted and left behind. If another thread is stopping already, this
     * waits for it and its limit holds. If the caller is interrupted, this returns early while the stop goes on.
     *
     * @param limit for draining all parts together
     */
    public void stop(Duration limit) {
        State before = state.getAndUpdate(s -> switch (s) {
            case NEW, STOPPED -> State.STOPPED;
            case STARTING, RUNNING, STOPPING -> State.STOPPING;
        });
        switch (before) {
            case NEW -> end();
            case STARTING, RUNNING -> Thread.ofVirtual().name("stop " + name).start(() -> stopParts(before, limit));
            case STOPPING, STOPPED -> {}
        }
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopParts(State before, Duration limit) {
        long begin = ticker.nanos();
        LOGGER.log(Level.INFO, name + " drains, for at most " + millis(limit));
        try {
            if (before == State.STARTING) {
                endStart(limit);
            }
            for (NamedPart part : started) {
                stopPart(part, begin, limit);
            }
        } finally {
            LOGGER.log(Level.INFO, name + " stopped in " + millis(since(begin)));
            end();
        }
    }

    private void endStart(Duration limit) {
        Thread thread = starter;
        if (thread != null) {
            thread.interrupt();
        }
        new BoundedStep(name, "end the start").run(limit, startEnded::await);
    }

    private void stopPart(NamedPart part, long stopBegin, Duration limit) {
        long begin = ticker.nanos();
        Duration rest = limit.minus(since(stopBegin));
        if (rest.isPositive()) {
            Duration drainLimit = rest;
            new BoundedStep(name, "drain " + part.name())
                    .run(rest, () -> part.part().drain(drainLimit));
            rest = limit.minus(since(stopBegin));
        } else {
            LOGGER.log(Level.WARNING, name + " has no time left to drain " + part.name());
        }
        Duration closeLimit = rest.compareTo(CLOSE_LIMIT) > 0 ? rest : CLOSE_LIMIT;
        new BoundedStep(name, "close " + part.name()).run(closeLimit, part.part()::close);
        logIfLong("stopping", part, since(begin));
    }

    private void end() {
        state.set(State.STOPPED);
        stopped.countDown();
        Thread hook = shutdownHook;
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // The JVM is shutting down, so the hook runs or has run.
            }
        }
    }

    /** Stops without draining: every part is closed at once. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    /**
     * Makes the JVM stop this service when it is told to end, by SIGTERM or Ctrl-C as a rule, before it does.
     *
     * @param limit as for {@link #stop}
     */
    public void stopOnShutdown(Duration limit) {
        var hook = new Thread(() -> stop(limit), "shutdown " + name);
        shutdownHook = hook;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns when the service has stopped, whoever stopped it. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /** Waits for the service to stop; returns whether it has within the limit. */
    public boolean awaitStopped(Duration limit) throws InterruptedException {
        return stopped.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void logIfLong(String what, NamedPart part, Duration taken) {
        Level level = taken.compareTo(LONG) > 0 ? Level.INFO : Level.DEBUG;
        LOGGER.log(level, name + " spent " + millis(taken) + " on " + what + " " + part.name());
    }

    private Duration since(long begin) {
        return Duration.ofNanos(ticker.nanos() - begin);
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }

    private record NamedPart(String name, Part part) {}
}

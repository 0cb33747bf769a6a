package io.carillon.edge.engine;

import io.carillon.core.time.Ticker;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One thread that runs tasks in the order in which they were offered, and does what is due between them.
 *
 * <p>Tasks that may wait are behind all others: each has a turn of its own, once nothing else is there to do, so that what the
 * others lead to is done before it. A loop that always has something else to do lets one of them stand in line with the others
 * after each four turns, so that it comes to all.
 *
 * <p>The queue has no limit of its own, since everybody who offers tasks is bounded elsewhere: links by the credit that
 * the edge grants them, a connection by having one task under way at a time.
 */
final class EventLoop {

    /** What a loop does besides its tasks. */
    interface Turn {

        /** Ends a turn, after some tasks were run or something became due. */
        void endTurn(long nowNanos);

        /** Returns how long the loop may sleep if no task comes. */
        long nanosUntilDue(long nowNanos);
    }

    private static final System.Logger LOGGER = System.getLogger(EventLoop.class.getName());

    /** Bounds how long what is due waits while tasks keep coming. */
    private static final int TASKS_PER_TURN = 256;

    /** Bounds how many turns go ahead of a task that may wait. */
    private static final int MOST_TURNS_AHEAD = 4;

    private final String name;
    private final Ticker ticker;
    private final Sleeper sleeper;
    private final Turn turn;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> behind = new ConcurrentLinkedQueue<>();

    /** How many turns went ahead since a task that may wait had its own. */
    private int turnsAhead;

    private volatile @Nullable Thread thread;
    private volatile boolean sleeping;
    private volatile boolean stopping;

    EventLoop(String name, Ticker ticker, Sleeper sleeper, Turn turn) {
        this.name = name;
        this.ticker = ticker;
        this.sleeper = sleeper;
        this.turn = turn;
    }

    void start() {
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Offers a task; any thread may. Tasks of one thread run in the order in which it offered them. */
    void execute(Runnable task) {
        offer(tasks, task);
    }

    /** Offers a task that may wait for others, also for later ones; any thread may. Among themselves they keep their order. */
    void executeBehind(Runnable task) {
        offer(behind, task);
    }

    private void offer(Queue<Runnable> to, Runnable task) {
        to.add(task);
        if (sleeping) {
            sleeper.wake();
        }
    }

    /** Ends the loop after the tasks that are there, and waits for it. */
    void stop() throws InterruptedException {
        stopping = true;
        sleeper.wake();
        Thread running = thread;
        if (running != null) {
            running.join();
        }
    }

    private void run() {
        while (!stopping || !isIdle()) {
            runTasks();
            runSafely(sleeper::look);
            runSafely(() -> turn.endTurn(ticker.nanos()));
            if (isIdle()) {
                sleep();
            }
        }
        sleeper.close();
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                if (i == 0) {
                    runBehind();
                }
                break;
            }
            runSafely(task);
        }
        if (++turnsAhead >= MOST_TURNS_AHEAD) {
            standInLine();
        }
    }

    private void runBehind() {
        turnsAhead = 0;
        Runnable first = behind.peek();
        // Another look at the others: one that was offered before it may have come meanwhile.
        if (first != null && tasks.isEmpty()) {
            behind.remove();
            runSafely(first);
        }
    }

    /** Has a task that may wait done with the others. Not at once: those offered before it have to be done before it. */
    private void standInLine() {
        turnsAhead = 0;
        Runnable first = behind.poll();
        if (first != null) {
            tasks.add(first);
        }
    }

    private boolean isIdle() {
        return tasks.isEmpty() && behind.isEmpty();
    }

    private void sleep() {
        sleeping = true;
        // Whoever offers a task after this look sees that the loop sleeps, and wakes it.
        if (isIdle() && !stopping) {
            runSafely(() -> sleeper.sleep(turn.nanosUntilDue(ticker.nanos())));
        }
        sleeping = false;
    }

    private void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "a task failed on " + name + ", which goes on", e);
        }
    }
}

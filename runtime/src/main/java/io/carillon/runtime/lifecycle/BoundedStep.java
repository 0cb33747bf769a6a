package io.carillon.runtime.lifecycle;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One step of stopping, which neither hangs nor fails the others: it has a thread of its own, and a limit.
 *
 * @param service whose step it is, for the log
 * @param what the step does, to be read after "could not"
 */
record BoundedStep(String service, String what) {

    private static final System.Logger LOGGER = System.getLogger(BoundedStep.class.getName());

    /** What a step does. */
    @FunctionalInterface
    interface Action {
        void run() throws InterruptedException;
    }

    /** Runs the action; at the limit, or if the caller is interrupted, interrupts it and goes on without it. */
    void run(Duration limit, Action action) {
        var task = new FutureTask<Boolean>(() -> {
            action.run();
            return true;
        });
        Thread thread = Thread.ofVirtual().name(what).start(task);
        try {
            task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            LOGGER.log(Level.WARNING, service + " could not " + what + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException _) {
            thread.interrupt();
            LOGGER.log(
                    Level.WARNING, service + " could not " + what + " within " + limit.toMillis() + " ms and goes on");
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}

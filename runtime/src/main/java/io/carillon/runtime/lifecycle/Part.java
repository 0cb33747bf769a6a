package io.carillon.runtime.lifecycle;

import java.io.IOException;
import java.time.Duration;

/** Something that a service starts, drains and closes, each at most once and in this order. */
public interface Part {

    /**
     * Starts. A part that fails here has given back what it took, since it will be neither drained nor closed.
     *
     * @throws IOException if something outside the process does not play along
     * @throws InterruptedException if the service is to stop before it has started
     */
    void start() throws IOException, InterruptedException;

    /**
     * Stops taking new work and returns when the work taken is done or handed over. The parts started earlier still
     * run, those started later are closed.
     *
     * @param limit how long this may take; past it the thread is interrupted and the part closed as it is
     * @throws InterruptedException if the limit was reached
     */
    default void drain(Duration limit) throws InterruptedException {}

    /** Gives everything back, whether drained or not. */
    default void close() {}

    /** Returns a part that has nothing to drain. */
    static Part of(Runnable start, Runnable close) {
        return new Part() {
            @Override
            public void start() {
                start.run();
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    /** Returns a part that runs since it was made, and only needs to be closed. */
    static Part closing(Runnable close) {
        return of(() -> {}, close);
    }
}

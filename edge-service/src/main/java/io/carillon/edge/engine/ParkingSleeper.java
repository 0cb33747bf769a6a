package io.carillon.edge.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits by parking the thread: for loops to which everything comes as a task. */
final class ParkingSleeper implements Sleeper {

    private volatile @Nullable Thread sleeper;

    @Override
    public void look() {
        // Nothing comes from outside.
    }

    @Override
    public void sleep(long nanos) {
        sleeper = Thread.currentThread();
        LockSupport.parkNanos(this, nanos);
    }

    @Override
    public void wake() {
        // Before the first sleep there is nobody to wake; the loop looks at its tasks before it sleeps.
        LockSupport.unpark(sleeper);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}

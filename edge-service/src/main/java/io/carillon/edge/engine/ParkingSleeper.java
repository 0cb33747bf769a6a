package io.carillon.edge.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits by parking the thread: for loops to which everything comes as a task. */
final class ParkingSleeper implements Sleeper {

    private volatile @Nullable Thread sleeper;

    @Override
    public void look() {
        // Nothing comes from outside. But from now on there is somebody to wake: the loop looks here before it says
        // that it sleeps.
        sleeper = Thread.currentThread();
    }

    @Override
    public void sleep(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }

    @Override
    public void wake() {
        // Also before it parks: then it does not.
        LockSupport.unpark(sleeper);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}

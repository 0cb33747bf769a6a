package io.carillon.fanout.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.runtime.tls.MeshService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One gRPC call, as the thread that Helidon runs it on: alive as long as the call is, and the only thing that is.
 *
 * <p>gRPC's own callbacks do not tell of every end: when a connection drops, Helidon calls nobody.
 */
final class Call {

    private static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

    private final Runnable cut;
    private final @Nullable MeshService caller;
    private final Object lock = new Object();

    @GuardedBy("lock") private final List<Runnable> endListeners = new ArrayList<>();

    @GuardedBy("lock") private @Nullable Thread thread;

    @GuardedBy("lock") private boolean abandoned;

    @GuardedBy("lock") private boolean ended;

    /**
     * Makes a call that has not begun.
     *
     * @param cut closes the connection of the call
     * @param caller who calls, by its certificate; null in an open mesh
     */
    Call(Runnable cut, @Nullable MeshService caller) {
        this.cut = cut;
        this.caller = caller;
    }

    /** Returns the call that runs on this thread. */
    static Call current() {
        return CURRENT.get();
    }

    /** Returns which service calls, or null in an open mesh. */
    @Nullable MeshService caller() {
        return caller;
    }

    /** Does the call's work on this thread, then tells that the call has ended. */
    void run(Runnable work) {
        synchronized (lock) {
            thread = Thread.currentThread();
            if (abandoned) {
                thread.interrupt();
            }
        }
        try {
            ScopedValue.where(CURRENT, this).run(work);
        } finally {
            end();
        }
    }

    private void end() {
        List<Runnable> listeners;
        synchronized (lock) {
            ended = true;
            thread = null;
            listeners = List.copyOf(endListeners);
        }
        listeners.forEach(Runnable::run);
    }

    /** Has the listener called when the call ends, on the call's thread; at once if it has. */
    void onEnd(Runnable listener) {
        synchronized (lock) {
            if (!ended) {
                endListeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /** Ends the thread, which would wait for ever, since the connection is gone. */
    void abandon() {
        synchronized (lock) {
            abandoned = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Closes the connection, and so ends this call and all others on it. */
    void cut() {
        cut.run();
    }
}

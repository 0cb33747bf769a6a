package io.carillon.fanout.rpc;

import io.carillon.runtime.tls.MeshService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs the calls of one connection on the threads of the listener, and keeps account of those that run. */
final class CallExecutor extends AbstractExecutorService {

    private final ExecutorService threads;
    private final Runnable cut;
    private final @Nullable MeshService caller;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    CallExecutor(ExecutorService threads, Runnable cut, @Nullable MeshService caller) {
        this.threads = threads;
        this.cut = cut;
        this.caller = caller;
    }

    @Override
    public void execute(Runnable work) {
        var call = new Call(cut, caller);
        calls.add(call);
        call.onEnd(() -> calls.remove(call));
        try {
            threads.execute(() -> call.run(work));
        } catch (RuntimeException e) {
            calls.remove(call);
            throw e;
        }
    }

    boolean hasCalls() {
        return !calls.isEmpty();
    }

    /** Ends the threads of all calls; no call begins afterwards. */
    void abandonCalls() {
        calls.forEach(Call::abandon);
    }

    // The threads belong to the listener, which begins and ends them; a connection has no say in that.

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}

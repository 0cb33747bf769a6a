package io.carillon.testkit.wait;

import io.carillon.testkit.time.Deadline;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until something is so, and fails with the state it waited in.
 *
 * <p>The patience is for slow machines and costs nothing where the condition comes true sooner. Immutable.
 */
public final class Eventually {

    /** Patience of {@link #eventually()}. */
    public static final Duration GENEROUS = Duration.ofSeconds(30);

    private static final long POLL_NANOS = 2_000_000;

    private final Duration patience;
    private final @Nullable Supplier<?> state;

    private Eventually(Duration patience, @Nullable Supplier<?> state) {
        this.patience = patience;
        this.state = state;
    }

    /** Begins a wait of at most 30 seconds. */
    public static Eventually eventually() {
        return within(GENEROUS);
    }

    /** Begins a wait of at most this long. */
    public static Eventually within(Duration patience) {
        return new Eventually(patience, null);
    }

    /** Adds what to print when the wait fails. */
    public Eventually observing(Supplier<?> observed) {
        return new Eventually(patience, observed);
    }

    /**
     * Waits until a condition holds.
     *
     * @param promise what is waited for, to read after "waited for"
     */
    public void until(String promise, BooleanSupplier condition) {
        Deadline deadline = Deadline.in(patience);
        while (!condition.getAsBoolean()) {
            pause(deadline, promise, null);
        }
    }

    /**
     * Waits until assertions pass; when the wait fails, the last failed assertion is its cause and its message.
     *
     * @param promise what is waited for, to read after "waited for"
     */
    public void passes(String promise, Runnable assertions) {
        yields(promise, () -> {
            assertions.run();
            return promise;
        });
    }

    /**
     * Waits until a call returns without throwing, and returns what it returned.
     *
     * @param promise what is waited for, to read after "waited for"
     */
    public <T> T yields(String promise, Callable<T> call) {
        Deadline deadline = Deadline.in(patience);
        while (true) {
            try {
                return call.call();
            } catch (Exception | AssertionError e) {
                pause(deadline, promise, e);
            }
        }
    }

    private void pause(Deadline deadline, String promise, @Nullable Throwable last) {
        if (deadline.hasPassed()) {
            throw failure(promise, last);
        }
        LockSupport.parkNanos(Math.min(POLL_NANOS, deadline.remainingNanos()));
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted while waiting for: " + promise, last);
        }
    }

    private AssertionError failure(String promise, @Nullable Throwable last) {
        var text = new StringBuilder("waited for: ")
                .append(promise)
                .append(" (")
                .append(patience)
                .append(')');
        if (state != null) {
            text.append("\nstate: ").append(state.get());
        }
        if (last != null) {
            text.append("\nlast: ").append(last.getMessage());
        }
        return new AssertionError(text.toString(), last);
    }
}

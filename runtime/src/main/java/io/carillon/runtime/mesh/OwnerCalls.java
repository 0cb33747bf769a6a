package io.carillon.runtime.mesh;

import io.carillon.core.time.Ticker;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks owners questions that have an answer sooner or later: while nobody owns the channel's partition, or who owns it does
 * not know yet, is gone, or has handed it over, it asks whoever the table names then, until its patience ends. Safe for use
 * by many threads, which wait.
 */
public final class OwnerCalls {

    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private final Owners owners;
    private final Duration patience;
    private final Duration once;
    private final Ticker ticker;

    /** A question, as it is put to one owner. */
    @FunctionalInterface
    public interface Question<T> {

        /**
         * Asks, and waits for the answer.
         *
         * @param timeoutNanos how long that may take
         * @return the answer, or empty if the owner does not know yet
         * @throws StatusRuntimeException if the owner does not answer, or refuses to
         */
        Optional<T> ask(Owners.Owner owner, long timeoutNanos);
    }

    /** What became of a question. */
    public sealed interface Outcome<T> {

        /** An owner answered. */
        record Answered<T>(T answer) implements Outcome<T> {}

        /**
         * Nobody did in time.
         *
         * @param why in words for an operator
         */
        record Unanswered<T>(String why) implements Outcome<T> {}
    }

    /**
     * Makes an asker.
     *
     * @param patience how long an answer may take, with everything that is tried for it
     * @param once how long one owner may take, so that one that hangs leaves time for the next
     */
    public OwnerCalls(Owners owners, Duration patience, Duration once, Ticker ticker) {
        this.owners = owners;
        this.patience = patience;
        this.once = once;
        this.ticker = ticker;
    }

    /** Asks the owner of a channel's partition. */
    public <T> Outcome<T> ask(String channel, Question<T> question) throws InterruptedException {
        long deadlineNanos = ticker.nanos() + patience.toNanos();
        String why = "nobody owns the partition";
        while (true) {
            long restNanos = deadlineNanos - ticker.nanos();
            if (restNanos <= 0) {
                return new Outcome.Unanswered<>(why + ", for " + patience.toMillis() + " ms");
            }
            Optional<Owners.Owner> owner = owners.of(channel);
            if (owner.isPresent()) {
                try {
                    Optional<T> answer = question.ask(owner.get(), Math.min(restNanos, once.toNanos()));
                    if (answer.isPresent()) {
                        return new Outcome.Answered<>(answer.get());
                    }
                    why = "the owner does not know yet";
                } catch (StatusRuntimeException e) {
                    why = String.valueOf(e.getMessage());
                    if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                        // It may be back any moment, and gRPC by itself waits for minutes before it looks.
                        owner.get().channel().resetConnectBackoff();
                    }
                }
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(ASK_AGAIN.toNanos(), Math.max(0, deadlineNanos - ticker.nanos())));
        }
    }
}

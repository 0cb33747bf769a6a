package io.carillon.ingest.admission;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;

/**
 * Counts what is under way to the log, and admits no more than the limits allow. Nobody waits: who is not admitted is
 * told at once to come back later.
 *
 * <p>Safe for use by many threads.
 */
public final class Admission {

    private final int limit;
    private final long limitBytes;
    private final Object lock = new Object();

    @GuardedBy("lock") private int inFlight;

    @GuardedBy("lock") private long inFlightBytes;

    /** Makes an admission with nothing under way. */
    public Admission(PublishLimits limits) {
        this.limit = limits.inFlightLimit();
        this.limitBytes = limits.inFlightLimitBytes();
    }

    /** What a request was admitted with; closing it gives that back. For one thread. */
    public final class Permit implements AutoCloseable {

        private int messages;
        private long bytes;

        private Permit(int messages, long bytes) {
            this.messages = messages;
            this.bytes = bytes;
        }

        /** Asks for room for further messages; returns false, having taken nothing, if there is none. */
        public boolean grow(int furtherMessages) {
            if (!take(furtherMessages, 0)) {
                return false;
            }
            messages += furtherMessages;
            return true;
        }

        /** Asks for room for further bytes of the body; returns false, having taken nothing, if there is none. */
        public boolean growBytes(int furtherBytes) {
            if (!take(0, furtherBytes)) {
                return false;
            }
            bytes += furtherBytes;
            return true;
        }

        @Override
        public void close() {
            giveBack(messages, bytes);
            messages = 0;
            bytes = 0;
        }
    }

    /**
     * Asks for room for one message.
     *
     * @param bytes what is set aside for the request's body
     * @return the permit, or empty if a limit is reached
     */
    public Optional<Permit> tryAdmit(long bytes) {
        return take(1, bytes) ? Optional.of(new Permit(1, bytes)) : Optional.empty();
    }

    /** Returns how many messages are under way. */
    public int inFlight() {
        synchronized (lock) {
            return inFlight;
        }
    }

    /** Returns what is set aside for the bodies of the requests under way. */
    public long inFlightBytes() {
        synchronized (lock) {
            return inFlightBytes;
        }
    }

    private boolean take(int messages, long bytes) {
        synchronized (lock) {
            if (messages > limit - inFlight || bytes > limitBytes - inFlightBytes) {
                return false;
            }
            inFlight += messages;
            inFlightBytes += bytes;
            return true;
        }
    }

    private void giveBack(int messages, long bytes) {
        synchronized (lock) {
            inFlight -= messages;
            inFlightBytes -= bytes;
        }
    }
}

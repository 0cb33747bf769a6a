package io.carillon.ingest.admin;

import io.carillon.core.access.Revocation;

/** Where revocations are written, so that every node hears of them and they survive all restarts. */
public interface RevocationLog {

    /** What became of a revocation. */
    sealed interface Outcome {

        /** Written and acknowledged by as many replicas as the log asks for. */
        record Written() implements Outcome {}

        /**
         * Not written, and it will not be.
         *
         * @param why the reason in words for an operator
         */
        record Unavailable(String why) implements Outcome {}

        /**
         * Sent, but not acknowledged in time: it may have been written, or still be.
         *
         * @param why the reason in words for an operator
         */
        record Unknown(String why) implements Outcome {}
    }

    /** Writes a revocation, and waits until it is safe. */
    Outcome append(Revocation revocation) throws InterruptedException;
}

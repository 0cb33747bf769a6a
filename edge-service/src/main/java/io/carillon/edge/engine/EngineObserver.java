package io.carillon.edge.engine;

import io.carillon.edge.session.EndReason;

/** Counts what happens to an edge as a whole. */
public interface EngineObserver {

    /** A message of an owner that has been replaced was dropped. */
    void fenced(int partition, long epoch, long leastEpoch);

    /** A client was asked to come back later, since there was no room for it. */
    void refused(EndReason reason);

    /** Counts nothing. */
    EngineObserver NONE = new EngineObserver() {
        @Override
        public void fenced(int partition, long epoch, long leastEpoch) {}

        @Override
        public void refused(EndReason reason) {}
    };
}

package io.carillon.edge.engine;

/** Counts what happens to an edge as a whole. */
public interface EngineObserver {

    /** A message of an owner that has been replaced was dropped. */
    void fenced(int partition, long epoch, long leastEpoch);
}

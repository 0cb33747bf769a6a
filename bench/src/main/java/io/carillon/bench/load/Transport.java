package io.carillon.bench.load;

/** How subscribers hear. */
public enum Transport {
    SSE,
    WS
}

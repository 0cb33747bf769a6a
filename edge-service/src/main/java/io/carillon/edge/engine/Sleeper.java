package io.carillon.edge.engine;

/** How an event loop waits when it has nothing to do. */
interface Sleeper {

    /** Takes what has come from outside without waiting; called in every turn, on the loop's thread. */
    void look();

    /** Waits until woken, until something has come from outside, or for so long; may return early. */
    void sleep(long nanos);

    /** Ends a sleep, from any thread. */
    void wake();

    /** Gives back what it holds, on the loop's thread, as its last act. */
    void close();
}

package io.carillon.e2e.simulation;

import java.util.ArrayDeque;
import java.util.Queue;

/** A thread's inbox: what is posted runs later, one after another, in the order in which it was posted. */
final class Mailbox {

    private final Agenda agenda;
    private final Chance chance;
    private final long delayMillis;
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private long lastNanos;
    private long pausedUntilNanos;
    private boolean closed;

    /** Makes an inbox whose thread takes at most so many milliseconds to come round. */
    Mailbox(Agenda agenda, Chance chance, long delayMillis) {
        this.agenda = agenda;
        this.chance = chance;
        this.delayMillis = delayMillis;
    }

    void post(Runnable action) {
        posted.add(action);
        lastNanos = Math.max(lastNanos, agenda.nanos() + chance.millis(0, delayMillis));
        agenda.at(lastNanos, this::runFirst);
    }

    /** Holds the thread up: nothing runs for a while. */
    void pause(long nanos) {
        pausedUntilNanos = Math.max(pausedUntilNanos, agenda.nanos() + nanos);
    }

    boolean isPaused() {
        return pausedUntilNanos > agenda.nanos();
    }

    void goOn() {
        pausedUntilNanos = 0;
    }

    /** Drops what was posted, and whatever still is. */
    void close() {
        closed = true;
        posted.clear();
    }

    private void runFirst() {
        if (closed) {
            return;
        }
        if (pausedUntilNanos > agenda.nanos()) {
            // The entry only stands for one turn, whoever is first by then, so the order is kept.
            agenda.at(pausedUntilNanos, this::runFirst);
            return;
        }
        Runnable first = posted.poll();
        if (first != null) {
            first.run();
        }
    }
}

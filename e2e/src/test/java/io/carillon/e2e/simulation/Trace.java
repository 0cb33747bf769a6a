package io.carillon.e2e.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/** What happened last, for people; costs nothing while nobody wants to know. */
final class Trace {

    private final Agenda agenda;
    private final int limit;
    private final Queue<String> lines = new ArrayDeque<>();

    /** Makes a trace that keeps so many lines, from 0. */
    Trace(Agenda agenda, int limit) {
        this.agenda = agenda;
        this.limit = limit;
    }

    void note(Supplier<String> line) {
        if (limit > 0) {
            if (lines.size() == limit) {
                lines.remove();
            }
            lines.add("%9.3f s  %s".formatted(agenda.nanos() / 1e9, line.get()));
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}

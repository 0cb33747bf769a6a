package io.carillon.e2e.simulation;

import java.util.PriorityQueue;

/** What is to happen when: the simulation's only clock, which moves from one entry to the next. */
final class Agenda {

    private record Entry(long nanos, long sequence, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long nowNanos;
    private long sequence;
    private long steps;

    /** Returns the simulated time in nanoseconds, from 0. */
    long nanos() {
        return nowNanos;
    }

    /** Returns the simulated time in milliseconds, from 0. */
    long millis() {
        return nowNanos / NANOS_PER_MILLI;
    }

    /** Returns how many entries have happened. */
    long steps() {
        return steps;
    }

    /** Lets something happen at a time; entries of the same time happen in the order in which they were made. */
    void at(long nanos, Runnable action) {
        entries.add(new Entry(Math.max(nanos, nowNanos), sequence++, action));
    }

    /** Lets something happen so many nanoseconds from now. */
    void in(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** Lets the next entry happen if it is due before a time; returns false if there is none such. */
    boolean stepBefore(long nanos) {
        Entry next = entries.peek();
        if (next == null || next.nanos >= nanos) {
            return false;
        }
        entries.remove();
        nowNanos = next.nanos;
        steps++;
        next.action.run();
        return true;
    }
}

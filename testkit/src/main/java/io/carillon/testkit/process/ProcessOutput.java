package io.carillon.testkit.process;

import io.carillon.testkit.time.Deadline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The lines a process has written, up to a limit; any thread may read them. */
final class ProcessOutput {

    /** How many lines are kept; older ones are forgotten. */
    static final int LIMIT_LINES = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> lines = new ArrayDeque<>();
    private long forgotten;
    private boolean ended;

    void add(String line) {
        lock.lock();
        try {
            if (lines.size() == LIMIT_LINES) {
                lines.removeFirst();
                forgotten++;
            }
            lines.addLast(line);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<String> lines() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first line that matches, from those already written on; empty at the deadline or at the end. */
    Optional<String> await(Predicate<String> wanted, Deadline deadline) throws InterruptedException {
        lock.lock();
        try {
            long seen = 0;
            while (true) {
                Optional<String> line = lines.stream()
                        .skip(Math.max(0, seen - forgotten))
                        .filter(wanted)
                        .findFirst();
                if (line.isPresent()) {
                    return line;
                }
                seen = forgotten + lines.size();
                if (ended || deadline.hasPassed()) {
                    return Optional.empty();
                }
                long _ = changed.awaitNanos(deadline.remainingNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    void awaitEnd(Deadline deadline) throws InterruptedException {
        lock.lock();
        try {
            while (!ended && !deadline.hasPassed()) {
                long _ = changed.awaitNanos(deadline.remainingNanos());
            }
        } finally {
            lock.unlock();
        }
    }
}

package io.carillon.edge.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by their next deadline, the earliest first: a binary heap in which each session knows its place, so that a
 * deadline is moved without a search and without garbage.
 */
final class DeadlineHeap {

    private @Nullable Session[] heap = new Session[16];
    private int size;

    /** Returns the session whose deadline comes first, or null if there is none. */
    @Nullable Session first() {
        return heap[0];
    }

    void add(Session session) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        place(session, size++);
        up(session);
    }

    void remove(Session session) {
        int hole = session.heapIndex;
        size--;
        Session last = heap[size];
        heap[size] = null;
        session.heapIndex = -1;
        if (last != null && last != session) {
            place(last, hole);
            moved(last);
        }
    }

    /** Restores the order after a session's deadline changed. */
    void moved(Session session) {
        up(session);
        down(session);
    }

    private void up(Session session) {
        while (session.heapIndex > 0) {
            int parentIndex = (session.heapIndex - 1) >>> 1;
            Session parent = heap[parentIndex];
            if (parent == null || parent.deadlineNanos - session.deadlineNanos <= 0) {
                return;
            }
            swap(parent, session);
        }
    }

    private void down(Session session) {
        while (true) {
            int childIndex = session.heapIndex * 2 + 1;
            Session child = childIndex < size ? heap[childIndex] : null;
            Session other = childIndex + 1 < size ? heap[childIndex + 1] : null;
            if (child != null && other != null && other.deadlineNanos - child.deadlineNanos < 0) {
                child = other;
            }
            if (child == null || session.deadlineNanos - child.deadlineNanos <= 0) {
                return;
            }
            swap(session, child);
        }
    }

    private void swap(Session upper, Session lower) {
        int index = upper.heapIndex;
        place(upper, lower.heapIndex);
        place(lower, index);
    }

    private void place(Session session, int index) {
        heap[index] = session;
        session.heapIndex = index;
    }
}

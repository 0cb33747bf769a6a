package io.carillon.fanout.history;

/** A queue of numbers that takes no more memory than they do. For one thread at a time. */
final class LongQueue {

    private long[] ring = new long[2];
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void addLast(long number) {
        growIfFull();
        ring[(head + size) & (ring.length - 1)] = number;
        size++;
    }

    void addFirst(long number) {
        growIfFull();
        head = (head - 1) & (ring.length - 1);
        ring[head] = number;
        size++;
    }

    /** Removes and returns the first one; the queue must not be empty. */
    long removeFirst() {
        long first = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        return first;
    }

    private void growIfFull() {
        if (size == ring.length) {
            long[] larger = new long[ring.length * 2];
            for (int i = 0; i < size; i++) {
                larger[i] = ring[(head + i) & (ring.length - 1)];
            }
            ring = larger;
            head = 0;
        }
    }
}

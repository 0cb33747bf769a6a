package io.carillon.edge.engine;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Arrays as the kernel's calls want them, for the few arrays that are sent again and again: one publication goes to many
 * connections, and what is put together goes out of one array. Without this, every delivery would make an object.
 *
 * <p>For one thread.
 */
final class ArraySegments {

    /** The frames of both transports, and the array in which several are put together, with one to spare. */
    private static final int REMEMBERED = 4;

    private static final byte[] NOTHING = {};

    private final byte[][] arrays = new byte[REMEMBERED][];
    private final MemorySegment[] segments = new MemorySegment[REMEMBERED];
    private int oldest;

    ArraySegments() {
        Arrays.fill(arrays, NOTHING);
        Arrays.fill(segments, MemorySegment.ofArray(NOTHING));
    }

    /** Returns all of an array. */
    @SuppressWarnings("ReferenceEquality") // Equal bytes at another place are no use to the kernel.
    MemorySegment of(byte[] array) {
        for (int i = 0; i < REMEMBERED; i++) {
            if (arrays[i] == array) {
                return segments[i];
            }
        }
        MemorySegment segment = MemorySegment.ofArray(array);
        arrays[oldest] = array;
        segments[oldest] = segment;
        oldest = (oldest + 1) % REMEMBERED;
        return segment;
    }
}

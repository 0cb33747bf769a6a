package io.carillon.edge.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/**
 * The kernel's {@code struct epoll_event}: 32 bits of events and 64 bits of the caller's own. On x86-64 it is packed, 12
 * bytes; elsewhere the second part is aligned, 16 bytes.
 */
final class EpollEvent {

    private static final boolean PACKED =
            System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).matches("amd64|x86_64");
    private static final long BYTES = PACKED ? 12 : 16;
    private static final long DATA_OFFSET = PACKED ? 4 : 8;

    private EpollEvent() {}

    static MemorySegment allocate(Arena arena, int count) {
        return arena.allocate(BYTES * count, 8);
    }

    static void set(MemorySegment events, int bits, long data) {
        events.set(ValueLayout.JAVA_INT_UNALIGNED, 0, bits);
        events.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA_OFFSET, data);
    }

    static int bits(MemorySegment events, int index) {
        return events.get(ValueLayout.JAVA_INT_UNALIGNED, BYTES * index);
    }

    static long data(MemorySegment events, int index) {
        return events.get(ValueLayout.JAVA_LONG_UNALIGNED, BYTES * index + DATA_OFFSET);
    }
}

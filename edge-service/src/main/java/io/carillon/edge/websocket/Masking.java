package io.carillon.edge.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The masking of client payloads: an exclusive or with four bytes over and over; masking twice gives the original. */
final class Masking {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masking() {}

    /**
     * Masks or unmasks part of a payload in place, eight bytes at a time.
     *
     * @param mask the four bytes, the one for the slice's first byte on top
     * @return the mask for the byte after the slice
     */
    static int apply(byte[] buffer, int offset, int length, int mask) {
        long wide = ((mask & 0xffffffffL) << 32) | (mask & 0xffffffffL);
        int end = offset + length;
        int at = offset;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            LONGS.set(buffer, at, (long) LONGS.get(buffer, at) ^ wide);
        }
        int turning = mask;
        for (; at < end; at++) {
            turning = Integer.rotateLeft(turning, Byte.SIZE);
            buffer[at] ^= (byte) turning;
        }
        return turning;
    }
}

package io.carillon.edge.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Validates UTF-8 (RFC 3629) that arrives in pieces, cut anywhere, and finds the first byte that cannot be part of it.
 *
 * <p>What is carried from piece to piece is one number: {@link #COMPLETE} between code points, otherwise how many bytes
 * the code point still wants and the range that the next one must be in. Overlong forms, surrogates and values past
 * U+10FFFF are exactly those whose second byte is out of its range, so they are found there and not at the end.
 */
final class Utf8 {

    /** Between two code points; also the state to begin with, and the only one in which a text may end. */
    static final int COMPLETE = 0;

    /** The bytes are not UTF-8, whatever follows. */
    static final int INVALID = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Returns the state after the bytes {@code from} to {@code to - 1}, given the one before. */
    static int check(int state, byte[] bytes, int from, int to) {
        int at = from;
        int next = state;
        while (at < to && next != INVALID) {
            if (next == COMPLETE) {
                at = skipAscii(bytes, at, to);
                if (at < to) {
                    next = afterLead(bytes[at++] & 0xff);
                }
            } else {
                next = afterContinuation(next, bytes[at++] & 0xff);
            }
        }
        return next;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private static int afterLead(int lead) {
        return switch (lead) {
            case 0xe0 -> wanting(2, 0xa0, 0xbf);
            case 0xed -> wanting(2, 0x80, 0x9f);
            case 0xf0 -> wanting(3, 0x90, 0xbf);
            case 0xf4 -> wanting(3, 0x80, 0x8f);
            default -> {
                if (lead < 0xc2 || lead > 0xf4) {
                    yield INVALID;
                }
                yield wanting(lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3, 0x80, 0xbf);
            }
        };
    }

    private static int afterContinuation(int state, int next) {
        int least = (state >> 8) & 0xff;
        int greatest = state & 0xff;
        if (next < least || next > greatest) {
            return INVALID;
        }
        int wanted = (state >> 16) - 1;
        return wanted == 0 ? COMPLETE : wanting(wanted, 0x80, 0xbf);
    }

    private static int wanting(int count, int least, int greatest) {
        return (count << 16) | (least << 8) | greatest;
    }
}

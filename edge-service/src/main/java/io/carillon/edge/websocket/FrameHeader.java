package io.carillon.edge.websocket;

import org.jspecify.annotations.Nullable;

/**
 * The header of the frame that is being read, byte by byte, with the rules that a header keeps or breaks by itself.
 *
 * <p>From its last byte on it counts down the payload and turns the mask. Not thread-safe.
 */
final class FrameHeader {

    /** Longest payload of a control frame. */
    static final int CONTROL_BYTES = 125;

    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;

    private enum Stage {
        START,
        LENGTH,
        LONG_LENGTH,
        MASK,
        COMPLETE
    }

    private Stage stage = Stage.START;
    private boolean last;
    private Opcode opcode = Opcode.CONTINUATION;
    private int lengthBytes;
    private int wanted;
    private long remaining;
    private int mask;

    /** Takes the next byte of the header, and returns the rule it breaks, if any. */
    @Nullable Violation take(byte next) {
        int unsigned = next & 0xff;
        return switch (stage) {
            case START -> takeStart(unsigned);
            case LENGTH -> takeLength(unsigned);
            case LONG_LENGTH -> takeLongLength(unsigned);
            case MASK -> takeMask(unsigned);
            case COMPLETE -> throw new IllegalStateException("the header is complete");
        };
    }

    /** Returns whether the byte just taken made the length of the payload known. */
    boolean isSized() {
        return stage == Stage.MASK && wanted == Integer.BYTES;
    }

    boolean isComplete() {
        return stage == Stage.COMPLETE;
    }

    Opcode opcode() {
        return opcode;
    }

    /** Returns whether this is the last frame of its message. */
    boolean isLast() {
        return last;
    }

    /** Returns how many bytes of payload are still to come. */
    long remaining() {
        return remaining;
    }

    /** Unmasks the next bytes of the payload in place and counts them as read. */
    void unmask(byte[] buffer, int offset, int length) {
        mask = Masking.apply(buffer, offset, length, mask);
        remaining -= length;
    }

    /** Makes ready for the next frame. */
    void reset() {
        stage = Stage.START;
        remaining = 0;
        mask = 0;
    }

    private @Nullable Violation takeStart(int next) {
        if ((next & 0x70) != 0) {
            return Violation.protocol("reserved bits: " + ((next >> 4) & 0x7) + " (expected: 0)");
        }
        Opcode known = Opcode.of(next & 0xf);
        if (known == null) {
            return Violation.protocol("opcode: " + (next & 0xf) + " (expected: 0 to 2 or 8 to 10)");
        }
        opcode = known;
        last = (next & 0x80) != 0;
        if (opcode.isControl() && !last) {
            return Violation.protocol("control frame: a fragment (expected: whole)");
        }
        stage = Stage.LENGTH;
        return null;
    }

    private @Nullable Violation takeLength(int next) {
        if ((next & 0x80) == 0) {
            return Violation.protocol("client frame: not masked (expected: masked)");
        }
        int length = next & 0x7f;
        if (opcode.isControl() && length > CONTROL_BYTES) {
            return Violation.protocol("control frame: longer than 125 bytes (expected: at most 125)");
        }
        if (length < LENGTH_IN_2_BYTES) {
            remaining = length;
            awaitMask();
        } else {
            lengthBytes = length == LENGTH_IN_8_BYTES ? Long.BYTES : Short.BYTES;
            wanted = lengthBytes;
            stage = Stage.LONG_LENGTH;
        }
        return null;
    }

    private @Nullable Violation takeLongLength(int next) {
        if (wanted == Long.BYTES && (next & 0x80) != 0) {
            return Violation.protocol("frame length: 2^63 or more (expected: less)");
        }
        remaining = (remaining << Byte.SIZE) | next;
        wanted--;
        if (wanted > 0) {
            return null;
        }
        long least = lengthBytes == Short.BYTES ? LENGTH_IN_2_BYTES : 1 << Short.SIZE;
        if (remaining < least) {
            return Violation.protocol("frame length: " + remaining + " in " + lengthBytes + " bytes (expected: fewer)");
        }
        awaitMask();
        return null;
    }

    private void awaitMask() {
        wanted = Integer.BYTES;
        stage = Stage.MASK;
    }

    private @Nullable Violation takeMask(int next) {
        mask = (mask << Byte.SIZE) | next;
        wanted--;
        if (wanted == 0) {
            stage = Stage.COMPLETE;
        }
        return null;
    }
}

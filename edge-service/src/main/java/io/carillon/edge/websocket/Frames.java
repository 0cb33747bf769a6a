package io.carillon.edge.websocket;

import java.nio.charset.StandardCharsets;

/**
 * Makes the frames a server sends: unmasked and never fragmented, so that one array serves every receiver.
 *
 * <p>Where the end of a text differs from connection to connection, {@link #putHeader} writes just the header, and the
 * caller puts the shared bytes and its own behind it.
 */
public final class Frames {

    /** Longest header of a server frame. */
    public static final int MAX_HEADER_BYTES = 10;

    /** Longest reason in a close frame. */
    public static final int MAX_REASON_BYTES = 123;

    private static final int FINAL = 0x80;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;
    private static final int CODE_BYTES = 2;

    private Frames() {}

    /** Returns a text frame whose payload is these parts of UTF-8, one after the other. */
    public static byte[] text(byte[]... parts) {
        return frame(Opcode.TEXT, parts);
    }

    /**
     * Returns the beginning of a text frame, to which the caller adds the rest.
     *
     * @param moreBytes how many bytes of UTF-8 the caller adds
     * @param beginning the first bytes of the payload
     */
    static byte[] textBefore(int moreBytes, byte[] beginning) {
        int payloadBytes = Math.addExact(beginning.length, moreBytes);
        byte[] before = new byte[headerBytes(payloadBytes) + beginning.length];
        int at = putHeader(Opcode.TEXT, payloadBytes, before, 0);
        System.arraycopy(beginning, 0, before, at, beginning.length);
        return before;
    }

    /** Returns a binary frame with this payload. */
    public static byte[] binary(byte[] payload) {
        return frame(Opcode.BINARY, payload);
    }

    /** Returns a ping with a payload of at most 125 bytes. */
    public static byte[] ping(byte[] payload) {
        return control(Opcode.PING, payload, 0, payload.length);
    }

    /** Returns a pong with part of an array as its payload, at most 125 bytes. */
    public static byte[] pong(byte[] buffer, int offset, int length) {
        return control(Opcode.PONG, buffer, offset, length);
    }

    /** Returns a close frame; the reason is cut to 123 bytes, never inside a code point. */
    public static byte[] close(CloseCode code, String reason) {
        return close(code.number(), reason);
    }

    /**
     * Returns the answer to a client's close: the same code and reason, or nothing where the client sent nothing.
     *
     * @param code as {@link FrameHandler#close} reported it
     */
    public static byte[] closeReply(int code, String reason) {
        return code == CloseCode.ABSENT ? control(Opcode.CLOSE, new byte[0], 0, 0) : close(code, reason);
    }

    /** Returns how many bytes the header of a frame with such a payload takes: 2, 4 or 10. */
    public static int headerBytes(int payloadBytes) {
        if (payloadBytes < LENGTH_IN_2_BYTES) {
            return 2;
        }
        return payloadBytes < 1 << Short.SIZE ? 4 : MAX_HEADER_BYTES;
    }

    /**
     * Writes the header of a frame into an array that has {@link #headerBytes} of room from {@code offset} on.
     *
     * @param payloadBytes how many bytes will follow the header, from 0
     * @return the index just behind the header
     */
    public static int putHeader(Opcode opcode, int payloadBytes, byte[] target, int offset) {
        int headerBytes = headerBytes(payloadBytes);
        target[offset] = (byte) (FINAL | opcode.number());
        switch (headerBytes) {
            case 2 -> target[offset + 1] = (byte) payloadBytes;
            case 4 -> {
                target[offset + 1] = LENGTH_IN_2_BYTES;
                putNumber(payloadBytes, Short.BYTES, target, offset + 2);
            }
            default -> {
                target[offset + 1] = LENGTH_IN_8_BYTES;
                putNumber(payloadBytes, Long.BYTES, target, offset + 2);
            }
        }
        return offset + headerBytes;
    }

    private static void putNumber(long number, int bytes, byte[] target, int offset) {
        for (int i = 0; i < bytes; i++) {
            target[offset + i] = (byte) (number >> (Byte.SIZE * (bytes - 1 - i)));
        }
    }

    private static byte[] frame(Opcode opcode, byte[]... parts) {
        int payloadBytes = 0;
        for (byte[] part : parts) {
            payloadBytes = Math.addExact(payloadBytes, part.length);
        }
        byte[] frame = new byte[headerBytes(payloadBytes) + payloadBytes];
        int at = putHeader(opcode, payloadBytes, frame, 0);
        for (byte[] part : parts) {
            System.arraycopy(part, 0, frame, at, part.length);
            at += part.length;
        }
        return frame;
    }

    private static byte[] control(Opcode opcode, byte[] buffer, int offset, int length) {
        if (length > FrameHeader.CONTROL_BYTES) {
            throw new IllegalArgumentException(
                    "length: " + length + " (expected: at most " + FrameHeader.CONTROL_BYTES + ")");
        }
        byte[] frame = new byte[2 + length];
        int at = putHeader(opcode, length, frame, 0);
        System.arraycopy(buffer, offset, frame, at, length);
        return frame;
    }

    private static byte[] close(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(words.length, MAX_REASON_BYTES);
        // A byte 10xxxxxx goes on with a code point: cut before the byte that began it.
        while (kept < words.length && (words[kept] & 0xc0) == 0x80) {
            kept--;
        }
        byte[] body = new byte[CODE_BYTES + kept];
        putNumber(code, CODE_BYTES, body, 0);
        System.arraycopy(words, 0, body, CODE_BYTES, kept);
        return control(Opcode.CLOSE, body, 0, body.length);
    }
}

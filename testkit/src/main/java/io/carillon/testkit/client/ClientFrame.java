package io.carillon.testkit.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket frame as a client sends it, or as no client should. Begin with a sound one and spoil it.
 *
 * @param last the FIN bit
 * @param reservedBits RSV1 to RSV3 as a number, 0 to 7
 * @param opcode 0 to 15, known or not
 * @param payload what to send after the header
 * @param masked whether the mask bit is set and the payload masked
 * @param mask the four bytes of the mask
 * @param announced the length that the header tells, true or not
 * @param lengthBytes in how many bytes the header tells a length: 0 for the seven bits, 2 or 8
 */
public record ClientFrame(
        boolean last,
        int reservedBits,
        int opcode,
        Bytes payload,
        boolean masked,
        int mask,
        long announced,
        int lengthBytes) {

    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    /** Returns a whole, masked frame with any opcode. */
    public static ClientFrame of(int opcode, Bytes payload) {
        int length = payload.size();
        int lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        int mask = ThreadLocalRandom.current().nextInt();
        return new ClientFrame(true, 0, opcode, payload, true, mask, length, lengthBytes);
    }

    /** Returns a text frame. */
    public static ClientFrame text(String text) {
        return of(TEXT, Bytes.of(text));
    }

    /** Returns a text frame with bytes that need not be UTF-8. */
    public static ClientFrame text(Bytes payload) {
        return of(TEXT, payload);
    }

    /** Returns a binary frame. */
    public static ClientFrame binary(Bytes payload) {
        return of(BINARY, payload);
    }

    /** Returns a frame that goes on with a fragmented message. */
    public static ClientFrame continuation(Bytes payload) {
        return of(CONTINUATION, payload);
    }

    /** Returns a ping. */
    public static ClientFrame ping(Bytes payload) {
        return of(PING, payload);
    }

    /** Returns a pong. */
    public static ClientFrame pong(Bytes payload) {
        return of(PONG, payload);
    }

    /** Returns a close frame with any number as its code. */
    public static ClientFrame close(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        return close(Bytes.of(ByteBuffer.allocate(2 + words.length)
                .putShort((short) code)
                .put(words)
                .array()));
    }

    /** Returns a close frame with any body. */
    public static ClientFrame close(Bytes body) {
        return of(CLOSE, body);
    }

    /** Returns this frame without the FIN bit: more fragments follow. */
    public ClientFrame unfinished() {
        return new ClientFrame(false, reservedBits, opcode, payload, masked, mask, announced, lengthBytes);
    }

    /** Returns this frame with reserved bits set. */
    public ClientFrame withReservedBits(int bits) {
        return new ClientFrame(last, bits, opcode, payload, masked, mask, announced, lengthBytes);
    }

    /** Returns this frame without a mask. */
    public ClientFrame unmasked() {
        return new ClientFrame(last, reservedBits, opcode, payload, false, mask, announced, lengthBytes);
    }

    /** Returns this frame with a given mask. */
    public ClientFrame withMask(int fourBytes) {
        return new ClientFrame(last, reservedBits, opcode, payload, masked, fourBytes, announced, lengthBytes);
    }

    /** Returns this frame with a header that tells some other length, in this many bytes: 0, 2 or 8. */
    public ClientFrame announcing(long length, int inBytes) {
        return new ClientFrame(last, reservedBits, opcode, payload, masked, mask, length, inBytes);
    }

    /** Returns the bytes for the wire. */
    public byte[] bytes() {
        int maskBytes = masked ? Integer.BYTES : 0;
        var frame = ByteBuffer.allocate(2 + lengthBytes + maskBytes + payload.size());
        frame.put((byte) ((last ? 0x80 : 0) | (reservedBits << 4) | opcode));
        int maskBit = masked ? 0x80 : 0;
        switch (lengthBytes) {
            case 0 -> frame.put((byte) (maskBit | (int) announced));
            case 2 -> frame.put((byte) (maskBit | 126)).putShort((short) announced);
            case 8 -> frame.put((byte) (maskBit | 127)).putLong(announced);
            default -> throw new IllegalStateException("lengthBytes: " + lengthBytes + " (expected: 0, 2 or 8)");
        }
        byte[] body = payload.array();
        if (masked) {
            frame.putInt(mask);
            for (int i = 0; i < body.length; i++) {
                body[i] ^= (byte) (mask >> (8 * (3 - i % 4)));
            }
        }
        return frame.put(body).array();
    }
}

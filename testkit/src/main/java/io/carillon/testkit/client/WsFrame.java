package io.carillon.testkit.client;

/**
 * A frame that the server sent.
 *
 * @param last the FIN bit
 * @param opcode 0, 1, 2, 8, 9 or 10
 * @param payload the payload
 * @param atNanos when it arrived, by the machine's monotonic clock
 */
public record WsFrame(boolean last, int opcode, Bytes payload, long atNanos) {

    /** Opcode of a frame that goes on with a message. */
    public static final int CONTINUATION = 0x0;

    /** Opcode of a text frame. */
    public static final int TEXT = 0x1;

    /** Opcode of a binary frame. */
    public static final int BINARY = 0x2;

    /** Opcode of a close frame. */
    public static final int CLOSE = 0x8;

    /** Opcode of a ping. */
    public static final int PING = 0x9;

    /** Opcode of a pong. */
    public static final int PONG = 0xA;

    /** Returns whether the frame steers the connection. */
    public boolean isControl() {
        return opcode >= CLOSE;
    }
}

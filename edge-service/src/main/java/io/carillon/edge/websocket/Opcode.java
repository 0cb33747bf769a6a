package io.carillon.edge.websocket;

import org.jspecify.annotations.Nullable;

/** What a frame is. The numbers that RFC 6455 reserves have no constant. */
public enum Opcode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private static final @Nullable Opcode[] BY_NUMBER = new @Nullable Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_NUMBER[opcode.number] = opcode;
        }
    }

    private final int number;

    Opcode(int number) {
        this.number = number;
    }

    /** Returns the four bits that stand in the frame. */
    public int number() {
        return number;
    }

    /** Returns whether frames of this kind steer the connection instead of carrying a message. */
    public boolean isControl() {
        return number >= 0x8;
    }

    /** Returns the opcode with this number, 0 to 15, or null if it is reserved. */
    static @Nullable Opcode of(int number) {
        return BY_NUMBER[number];
    }
}

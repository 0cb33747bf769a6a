package io.carillon.testkit.client;

import io.carillon.core.time.Ticker;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Reads a server's WebSocket frames, strictly: no extension is ever agreed on, so reserved bits are forbidden. */
final class WsFrameInput {

    private static final Set<Integer> OPCODES =
            Set.of(WsFrame.CONTINUATION, WsFrame.TEXT, WsFrame.BINARY, WsFrame.CLOSE, WsFrame.PING, WsFrame.PONG);
    private static final long LIMIT_BYTES = 64 * 1024 * 1024;

    private final DataInputStream input;
    private final Ticker ticker;

    WsFrameInput(InputStream input, Ticker ticker) {
        this.input = new DataInputStream(input);
        this.ticker = ticker;
    }

    WsFrame read() throws IOException {
        int start = input.readUnsignedByte();
        int opcode = start & 0xf;
        boolean last = (start & 0x80) != 0;
        if ((start & 0x70) != 0 || !OPCODES.contains(opcode)) {
            throw new BrokenProtocolException("frame: begins with 0x" + Integer.toHexString(start));
        }
        int size = input.readUnsignedByte();
        if ((size & 0x80) != 0) {
            throw new BrokenProtocolException("server frame: masked (expected: not masked)");
        }
        long length = switch (size) {
            case 126 -> atLeast(126, input.readUnsignedShort());
            case 127 -> atLeast(65_536, input.readLong());
            default -> size;
        };
        if (opcode >= WsFrame.CLOSE && (length > 125 || !last)) {
            throw new BrokenProtocolException("control frame: " + length + " bytes, last=" + last);
        }
        byte[] payload = new byte[(int) length];
        input.readFully(payload);
        return new WsFrame(last, opcode, Bytes.of(payload), ticker.nanos());
    }

    private static long atLeast(long least, long length) throws IOException {
        if (length < least || length > LIMIT_BYTES) {
            throw new BrokenProtocolException(
                    "frame length: " + length + " (expected: " + least + " to " + LIMIT_BYTES + " in this form)");
        }
        return length;
    }
}

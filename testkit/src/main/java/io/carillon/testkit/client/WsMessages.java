package io.carillon.testkit.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Joins a server's data frames to messages. Used by the reading thread alone. */
final class WsMessages {

    /** The opcode where no message is open; a message never begins with it. */
    private static final int NONE = WsFrame.CONTINUATION;

    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    private int opcode = NONE;

    /** Takes the next data frame, and returns the text message it completes, if it does. */
    Optional<String> take(WsFrame frame) throws IOException {
        boolean continues = frame.opcode() == WsFrame.CONTINUATION;
        if (continues == (opcode == NONE)) {
            throw new BrokenProtocolException("fragments: opcode " + frame.opcode() + " after " + opcode);
        }
        if (!continues) {
            opcode = frame.opcode();
        }
        fragments.writeBytes(frame.payload().array());
        if (!frame.last()) {
            return Optional.empty();
        }
        byte[] message = fragments.toByteArray();
        boolean text = opcode == WsFrame.TEXT;
        fragments.reset();
        opcode = NONE;
        return text ? Optional.of(decode(message)) : Optional.empty();
    }

    private static String decode(byte[] message) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new BrokenProtocolException("text: not UTF-8: " + Bytes.of(message));
        }
    }
}

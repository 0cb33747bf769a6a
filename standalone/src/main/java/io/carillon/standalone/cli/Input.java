package io.carillon.standalone.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Standard input as messages, in UTF-8; for one thread. */
final class Input {

    /** Far above the largest message that a service takes, so that its answer is the one to be seen. */
    static final int LIMIT_BYTES = 16 * 1024 * 1024;

    private final InputStream in;

    Input(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** Returns all there is, without the line break at its end, which editors and {@code echo} add. */
    byte[] whole() throws IOException {
        byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
        requireWithinLimit(bytes.length);
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end = end > 1 && bytes[end - 2] == '\r' ? end - 2 : end - 1;
        }
        return checked(Arrays.copyOf(bytes, end));
    }

    /** Returns the next line without its end, as soon as it is there; empty at the end of the input. */
    Optional<byte[]> line() throws IOException {
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        var line = new ByteArrayOutputStream();
        for (; next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
            requireWithinLimit(line.size());
        }
        byte[] bytes = line.toByteArray();
        boolean crlf = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return Optional.of(checked(crlf ? Arrays.copyOf(bytes, bytes.length - 1) : bytes));
    }

    private static void requireWithinLimit(int length) {
        if (length > LIMIT_BYTES) {
            throw new CommandFailure("the message is longer than " + LIMIT_BYTES + " bytes");
        }
    }

    private static byte[] checked(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return bytes;
        } catch (CharacterCodingException e) {
            throw new CommandFailure("standard input is not UTF-8", e);
        }
    }
}

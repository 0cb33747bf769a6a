package io.carillon.testkit.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 responses off a connection, strictly. */
final class HttpInput {

    private static final int LINE_LIMIT_BYTES = 64 * 1024;
    private static final int LINES_LIMIT = 1_000;
    private static final int CHUNK_LIMIT_BYTES = 64 * 1024 * 1024;

    private final InputStream input;

    HttpInput(InputStream input) {
        this.input = input;
    }

    /** Reads a status line and the header lines behind it. */
    HttpHead readHead() throws IOException {
        String line = readLine();
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9]{2}")) {
            throw new BrokenProtocolException("status line: " + line + " (expected: HTTP/1.x and a status)");
        }
        HttpHeaders headers = readHeaders();
        return new HttpHead(parts[0], Integer.parseInt(parts[1]), parts.length == 3 ? parts[2] : "", headers);
    }

    /** Reads the body that belongs to a head. */
    Bytes readBody(HttpHead head) throws IOException {
        if (head.isBodiless()) {
            return Bytes.NONE;
        }
        if (head.isChunked()) {
            var body = new ByteArrayOutputStream();
            for (Bytes chunk = readChunk(); chunk != null; chunk = readChunk()) {
                body.writeBytes(chunk.array());
            }
            return Bytes.of(body.toByteArray());
        }
        var length = head.headers().first("Content-Length");
        return length.isPresent() ? readExactly(number(length.get(), 10)) : Bytes.of(input.readAllBytes());
    }

    /** Reads the next chunk; returns null after the last, whose trailers are read as well. */
    @Nullable Bytes readChunk() throws IOException {
        String size = readLine();
        int extension = size.indexOf(';');
        int length = number(extension < 0 ? size : size.substring(0, extension), 16);
        if (length == 0) {
            HttpHeaders _ = readHeaders();
            return null;
        }
        Bytes chunk = readExactly(length);
        String rest = readLine();
        if (!rest.isEmpty()) {
            throw new BrokenProtocolException("after a chunk of " + length + " bytes: " + rest + " (expected: CRLF)");
        }
        return chunk;
    }

    private HttpHeaders readHeaders() throws IOException {
        HttpHeaders headers = HttpHeaders.NONE;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.lines().size() == LINES_LIMIT) {
                throw new BrokenProtocolException("header line: " + line + " (expected: name: value)");
            }
            headers = headers.with(
                    line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            int number = Integer.parseUnsignedInt(digits.strip(), radix);
            if (number >= 0 && number <= CHUNK_LIMIT_BYTES) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Falls through to the one complaint about both.
        }
        throw new BrokenProtocolException("length: " + digits + " (expected: 0 to " + CHUNK_LIMIT_BYTES + ")");
    }

    private Bytes readExactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return Bytes.of(bytes);
    }

    private String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\r'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended inside a line: " + line.toString(StandardCharsets.UTF_8));
            }
            if (next == '\n' || line.size() == LINE_LIMIT_BYTES) {
                throw new BrokenProtocolException("line: not ended by CRLF: " + line.toString(StandardCharsets.UTF_8));
            }
            line.write(next);
        }
        int end = input.read();
        if (end < 0) {
            throw new EOFException("the connection ended inside a line end");
        }
        if (end != '\n') {
            throw new BrokenProtocolException("line: not ended by CRLF: " + line.toString(StandardCharsets.UTF_8));
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}

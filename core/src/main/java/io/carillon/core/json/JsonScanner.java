package io.carillon.core.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * Walks once over JSON text and checks it against RFC 8259, as strictly as the RFC is written.
 *
 * <p>A scanner stands at a byte and moves forward only. It does not call itself: nesting is one bit per level, so that
 * hostile depth costs neither memory nor the thread's stack. White space between tokens is
 * reported to the {@link Compaction}, if there is one.
 *
 * <p>For one text and one thread.
 */
final class JsonScanner {

    private static final int END_OF_TEXT = -1;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** These in each of eight bytes: one, a space, a quotation mark, a backslash, the highest bit. */
    private static final long ONES = 0x0101_0101_0101_0101L;

    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[] text;
    private final int origin;
    private final int end;
    private final int depthLimit;
    private final long[] objectLevels;

    private int at;
    private int depth;
    private Compaction compaction = Compaction.NONE;

    /**
     * Starts before the first byte.
     *
     * @param text the bytes, which are not written to
     * @param from index of the first byte
     * @param end index after the last byte
     * @param depthLimit how many arrays and objects may be open at once, at least 0
     */
    JsonScanner(byte[] text, int from, int end, int depthLimit) {
        this.text = text;
        this.origin = from;
        this.at = from;
        this.end = end;
        this.depthLimit = depthLimit;
        this.objectLevels = new long[depthLimit / Long.SIZE + 1];
    }

    /** Returns the index of the next byte. */
    int at() {
        return at;
    }

    /** Returns the next byte, from 0 to 255, or -1 at the end of the text. */
    int peek() {
        return at < end ? text[at] & 0xff : END_OF_TEXT;
    }

    /** Tells where the white space goes from here on. */
    void compactInto(Compaction target) {
        compaction = target;
    }

    void skipSpace() {
        int from = at;
        while (at < end && isSpace(text[at])) {
            at++;
        }
        if (at > from) {
            compaction.dropped(from, at);
        }
    }

    /** Moves over one byte, which has to be {@code expected}. */
    void take(char expected) {
        if (peek() != expected) {
            throw unexpected("'" + expected + "'");
        }
        at++;
    }

    /** Makes sure that nothing but white space is left. */
    void takeEnd() {
        skipSpace();
        if (at < end) {
            throw unexpected("nothing after the value");
        }
    }

    /** Opens an object or array that the caller walks through by itself. */
    void open(boolean object) {
        if (depth == depthLimit) {
            throw fault("nested deeper than " + depthLimit + " levels");
        }
        int word = depth / Long.SIZE;
        long bit = 1L << depth;
        objectLevels[word] = object ? objectLevels[word] | bit : objectLevels[word] & ~bit;
        depth++;
        at++;
    }

    /** Moves over one value, with the white space before it but without that after it. */
    void value() {
        int outer = depth;
        do {
            startOfValue();
            while (depth > outer && !anotherFollows()) {
                depth--;
            }
        } while (depth > outer);
    }

    /** Moves to the end of a scalar or of an empty container, or into a container, to its first value. */
    private void startOfValue() {
        while (true) {
            skipSpace();
            switch (peek()) {
                case '{' -> {
                    open(true);
                    skipSpace();
                    if (peek() != '}') {
                        key();
                        continue;
                    }
                    at++;
                    depth--;
                }
                case '[' -> {
                    open(false);
                    skipSpace();
                    if (peek() != ']') {
                        continue;
                    }
                    at++;
                    depth--;
                }
                case '"' -> string();
                case 't' -> literal("true");
                case 'f' -> literal("false");
                case 'n' -> literal("null");
                case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
                default -> throw unexpected("a value");
            }
            return;
        }
    }

    /** Moves over what follows a value in the innermost container; returns false if that closed it. */
    private boolean anotherFollows() {
        skipSpace();
        int inner = depth - 1;
        boolean object = (objectLevels[inner / Long.SIZE] & 1L << inner) != 0;
        char close = object ? '}' : ']';
        int next = peek();
        if (next != ',' && next != close) {
            throw unexpected("',' or '" + close + "'");
        }
        at++;
        if (next == close) {
            return false;
        }
        if (object) {
            skipSpace();
            key();
        }
        return true;
    }

    private void key() {
        name();
        skipSpace();
        take(':');
    }

    /** Moves over a member's name, with its quotes. */
    void name() {
        if (peek() != '"') {
            throw unexpected("'\"' to start a member's name");
        }
        string();
    }

    private void string() {
        at++;
        while (true) {
            skipPlain();
            int next = peek();
            if (next == '"') {
                at++;
                return;
            }
            if (next == '\\') {
                escape();
            } else if (next >= 0x80) {
                beyondAscii();
            } else if (next >= ' ') {
                at++;
            } else {
                throw unexpected("a character of the string, or '\"' to end it");
            }
        }
    }

    /** Moves over characters that take several bytes, to the first that takes one. */
    private void beyondAscii() {
        do {
            int length = Utf8.sequenceLength(text, at, end);
            if (length == 0) {
                throw fault("not valid UTF-8");
            }
            at += length;
        } while (at < end && text[at] < 0);
    }

    /** Moves over plain ASCII, which a string is mostly made of, eight bytes at a time; not to the last seven of the text. */
    private void skipPlain() {
        while (at <= end - Long.BYTES) {
            long eight = (long) EIGHT.get(text, at);
            // Of each byte the highest bit tells: beyond ASCII, below a space, a quotation mark, a backslash. Borrows
            // may
            // tell too much of a byte behind the first of those, never of one before it.
            long special = eight | (eight - SPACES) | zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES);
            special &= HIGH_BITS;
            if (special != 0) {
                at += Long.numberOfTrailingZeros(special) / Byte.SIZE;
                return;
            }
            at += Long.BYTES;
        }
    }

    /** Returns eight bytes of which the highest bit is set where one is zero. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight;
    }

    private void escape() {
        at++;
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++) {
                    if (!HexFormat.isHexDigit(peek())) {
                        throw unexpected("a hexadecimal digit");
                    }
                    at++;
                }
            }
            default -> throw unexpected("one of \" \\ / b f n r t u after '\\'");
        }
    }

    private void number() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == from) {
            throw unexpected("a digit");
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw unexpected("'" + word + "'");
            }
            at++;
        }
    }

    JsonFault unexpected(String expected) {
        int next = peek();
        String found;
        if (next == END_OF_TEXT) {
            found = "end of text";
        } else if (next > ' ' && next < 0x7f) {
            found = "'" + (char) next + "'";
        } else {
            found = "0x" + HexFormat.of().toHexDigits((byte) next);
        }
        return fault(found + " (expected: " + expected + ")");
    }

    private JsonFault fault(String what) {
        return new JsonFault(at - origin, what);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}

package io.carillon.core.publication;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one JSON value, well-formed and free of white space between tokens, hence without line breaks.
 *
 * <p>The array is shared, never copied: a publication is encoded once and written to many connections. Nobody may
 * write to it.
 */
public final class Payload {

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps an array that the caller gives up. */
    public static Payload wrap(byte[] bytes) {
        return new Payload(bytes);
    }

    /** Returns a payload with the UTF-8 bytes of a JSON text. */
    public static Payload of(String json) {
        return new Payload(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the shared bytes, which must not be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the size in bytes. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

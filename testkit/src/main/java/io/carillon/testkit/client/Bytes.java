package io.carillon.testkit.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Some bytes as a value: compared by content, and readable where a test fails. */
public final class Bytes {

    /** No bytes. */
    public static final Bytes NONE = new Bytes(new byte[0]);

    private static final int SHOWN = 2_000;

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a copy of these bytes. */
    public static Bytes of(byte... bytes) {
        return new Bytes(bytes.clone());
    }

    /** Returns the UTF-8 of a text. */
    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the bytes that a text such as {@code 81 80 00ff} spells out. */
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** Returns a copy of the bytes. */
    public byte[] array() {
        return bytes.clone();
    }

    /** Returns how many they are. */
    public int size() {
        return bytes.length;
    }

    /** Returns them read as UTF-8. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns printable ASCII as it is and the rest escaped, cut after 2,000 bytes. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(SHOWN, bytes.length); i++) {
            switch (bytes[i]) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (bytes[i] >= ' ' && bytes[i] < 0x7f) {
                        text.append((char) bytes[i]);
                    } else {
                        text.append("\\x").append(HexFormat.of().toHexDigits(bytes[i]));
                    }
                }
            }
        }
        return bytes.length > SHOWN ? text + "... (" + bytes.length + " bytes)" : text.toString();
    }
}

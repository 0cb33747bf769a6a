package io.carillon.core.json;

import java.util.Optional;

/** Well-formedness of UTF-8 as RFC 3629 has it: shortest form, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {

    private Utf8() {}

    /**
     * Tells where bytes are not UTF-8.
     *
     * @return the first bad byte in words for the client, or empty if all is well-formed
     */
    public static Optional<String> problem(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int length = bytes[at] >= 0 ? 1 : sequenceLength(bytes, at, bytes.length);
            if (length == 0) {
                return Optional.of("byte " + at + ": not valid UTF-8");
            }
            at += length;
        }
        return Optional.empty();
    }

    /**
     * Returns how many bytes the character at an index takes, from 2 to 4; 0 if it is not well-formed.
     *
     * @param bytes the bytes
     * @param at index of a byte from 0x80 on
     * @param end index after the last byte
     */
    static int sequenceLength(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (end - at < length) {
            return 0;
        }
        // The second byte decides about overlong forms, surrogates and the upper end of Unicode.
        int second = bytes[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}

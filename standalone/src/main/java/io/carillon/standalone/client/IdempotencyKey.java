package io.carillon.standalone.client;

/** The header {@code Idempotency-Key}, as the service takes it. */
public final class IdempotencyKey {

    /** What a key may be, in words. */
    public static final String RULE = "1 to 255 ASCII characters, visible ones and spaces";

    private static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    /** Returns whether the service takes a key. */
    public static boolean isValid(String key) {
        return !key.isEmpty() && key.length() <= MAX_LENGTH && key.chars().allMatch(each -> each >= ' ' && each <= '~');
    }

    /** Returns the header's value: a string of RFC 9651. */
    static String header(String key) {
        return '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

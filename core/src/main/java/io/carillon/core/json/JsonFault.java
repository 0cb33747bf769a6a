package io.carillon.core.json;

/**
 * Leaves the scanner at the first byte that breaks the grammar; it never leaves this package.
 *
 * <p>Without a stack trace, since hostile clients choose how often it is thrown.
 */
final class JsonFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    JsonFault(int offset, String what) {
        super("byte " + offset + ": " + what, null, false, false);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }

    /** Returns what is wrong, at which byte, in words for the client. */
    String problem() {
        return String.valueOf(getMessage());
    }
}

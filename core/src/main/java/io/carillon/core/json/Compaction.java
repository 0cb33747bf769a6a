package io.carillon.core.json;

import java.util.Arrays;

/**
 * Copies a value without the white space between its tokens; copies nothing at all until there is some.
 *
 * <p>For one value and one thread.
 */
final class Compaction {

    /** Takes white space that nobody wants to know of. */
    static final Compaction NONE = new Compaction(new byte[0], 0, 0);

    private final byte[] text;
    private final int limit;
    private int kept;
    private int copiedTo;
    private byte[] copy = new byte[0];

    /**
     * Starts a copy.
     *
     * @param text the bytes that are scanned
     * @param from where the value starts
     * @param limit where it ends at the latest
     */
    Compaction(byte[] text, int from, int limit) {
        this.text = text;
        this.limit = limit;
        this.copiedTo = from;
    }

    /** Leaves out the bytes from {@code from} up to {@code to}, which lie after all that was left out before. */
    void dropped(int from, int to) {
        if (this == NONE) {
            return;
        }
        if (copy.length == 0) {
            copy = new byte[limit - copiedTo];
        }
        keep(from);
        copiedTo = to;
    }

    /** Returns the value, which ends before {@code end}. */
    byte[] finish(int end) {
        if (copy.length == 0) {
            return copiedTo == 0 && end == text.length ? text : Arrays.copyOfRange(text, copiedTo, end);
        }
        keep(end);
        return Arrays.copyOf(copy, kept);
    }

    private void keep(int end) {
        System.arraycopy(text, copiedTo, copy, kept, end - copiedTo);
        kept += end - copiedTo;
    }
}

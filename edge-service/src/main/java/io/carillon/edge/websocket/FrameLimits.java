package io.carillon.edge.websocket;

/**
 * How much a client may send at a time. Each limit is checked from a frame's header, before its payload is read.
 *
 * @param frameBytes largest payload of one data frame, from 125; beyond it {@link CloseCode#TOO_LARGE}
 * @param messageBytes largest message, over all its fragments, from 125; beyond it {@link CloseCode#TOO_LARGE}
 * @param emptyFragments how many fragments of one message may be empty without being its last, from 0; beyond it
 *     {@link CloseCode#POLICY_VIOLATION}. Size limits do not see them, so they would cost time without end
 */
public record FrameLimits(int frameBytes, int messageBytes, int emptyFragments) {

    /** 64 KiB for frames and messages alike, 32 empty fragments. */
    public static final FrameLimits DEFAULT = new FrameLimits(64 * 1024, 64 * 1024, 32);

    private static final int LEAST_BYTES = 125;

    public FrameLimits {
        if (frameBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("frameBytes: " + frameBytes + " (expected: >= " + LEAST_BYTES + ")");
        }
        if (messageBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("messageBytes: " + messageBytes + " (expected: >= " + LEAST_BYTES + ")");
        }
        if (emptyFragments < 0) {
            throw new IllegalArgumentException("emptyFragments: " + emptyFragments + " (expected: >= 0)");
        }
    }
}

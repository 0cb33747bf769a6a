package io.carillon.edge.session;

/**
 * Bounds of one session.
 *
 * @param queueBytes most bytes that wait for a client; with more the session falls behind. A single frame is taken
 *     whatever its size
 * @param writeBytes most bytes put together for one write
 */
public record SessionLimits(int queueBytes, int writeBytes) {

    /** 256 KiB wait at most, and 64 KiB leave at once. */
    public static final SessionLimits DEFAULT = new SessionLimits(256 << 10, 64 << 10);

    public SessionLimits {
        if (queueBytes < 1 || writeBytes < 1) {
            throw new IllegalArgumentException(
                    "queueBytes: " + queueBytes + ", writeBytes: " + writeBytes + " (expected: >= 1)");
        }
    }
}

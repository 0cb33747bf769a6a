package io.carillon.edge.session;

import io.carillon.core.position.Cursor;

/**
 * Bounds of one session.
 *
 * @param queueBytes most bytes that wait for a client; with more the session falls behind. A single frame is taken
 *     whatever its size
 * @param writeBytes most bytes put together for one write
 * @param channels most channels, up to {@link Cursor#MAX_CHANNELS}
 * @param ackWindow most publications that a client which acknowledges may have unacknowledged
 */
public record SessionLimits(int queueBytes, int writeBytes, int channels, int ackWindow) {

    /** 256 KiB wait at most, and 64 KiB leave at once; 100 channels; 256 publications unacknowledged. */
    public static final SessionLimits DEFAULT = new SessionLimits(256 << 10, 64 << 10, Cursor.MAX_CHANNELS, 256);

    public SessionLimits {
        if (queueBytes < 1 || writeBytes < 1 || ackWindow < 1) {
            throw new IllegalArgumentException("queueBytes: " + queueBytes + ", writeBytes: " + writeBytes
                    + ", ackWindow: " + ackWindow + " (expected: >= 1)");
        }
        if (channels < 1 || channels > Cursor.MAX_CHANNELS) {
            throw new IllegalArgumentException(
                    "channels: " + channels + " (expected: 1 to " + Cursor.MAX_CHANNELS + ")");
        }
    }
}

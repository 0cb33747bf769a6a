package io.carillon.edge.session;

/**
 * Room for the bytes that wait for the clients of one shard, out of the {@linkplain ProcessRoom room of the process}.
 *
 * <p>A session may hold a sixteenth of what is free. So nobody notices anything while there is enough; and as it gets less,
 * those that hold most are the first who may hold no more and go on from the log, while others still find room. Those who
 * read need none.
 *
 * <p>Threading: the shard's thread, but for {@link #shownBytes}.
 */
public final class ShardRoom {

    /** How many sessions it takes at least to fill all of the room. */
    private static final int SESSION_SHARE = 16;

    private static final int PIECE_LIMIT_BYTES = 256 << 10;

    /** A shard that empties its queues keeps so many pieces for the next burst. */
    private static final int KEPT_PIECES = 4;

    private final ProcessRoom process;
    private final long limitBytes;
    private final long pieceBytes;

    /** What waits for the shard's clients, or was asked for in their name. */
    private long usedBytes;

    /** What was taken of the process for it, never less. */
    private long takenBytes;

    private volatile long shownBytes;

    /**
     * Makes a shard's room.
     *
     * @param process what all shards share
     * @param limitBytes at least 1
     */
    public ShardRoom(ProcessRoom process, long limitBytes) {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes: " + limitBytes + " (expected: >= 1)");
        }
        this.process = process;
        this.limitBytes = limitBytes;
        this.pieceBytes = Math.clamp(process.limitBytes() / 64, 1, PIECE_LIMIT_BYTES);
    }

    /** Returns room that is never short. */
    public static ShardRoom unlimited() {
        return new ShardRoom(new ProcessRoom(Long.MAX_VALUE), Long.MAX_VALUE);
    }

    /** Returns what waits for the shard's clients. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Lets other threads see what waits now. */
    public void show() {
        if (shownBytes != usedBytes) {
            shownBytes = usedBytes;
        }
    }

    /** Returns what waited when it was last shown; any thread may ask. */
    public long shownBytes() {
        return shownBytes;
    }

    /** Returns whether a session that holds so much may hold so many bytes more. */
    boolean isEnoughFor(long heldBytes, long moreBytes) {
        return heldBytes + moreBytes <= freeBytes() / SESSION_SHARE && isTaken(moreBytes);
    }

    /** Returns how many bytes more a session may hold that holds so much; 0 if none. */
    int left(long heldBytes) {
        return Math.clamp(freeBytes() / SESSION_SHARE - heldBytes, 0, Integer.MAX_VALUE);
    }

    /** Counts bytes that wait from now on, or no longer if less than 0. */
    void count(long bytes) {
        usedBytes += bytes;
        if (usedBytes > takenBytes) {
            long missing = usedBytes - takenBytes;
            process.take(missing);
            takenBytes += missing;
        } else if (takenBytes - usedBytes > KEPT_PIECES * pieceBytes) {
            long spare = takenBytes - usedBytes - pieceBytes;
            process.giveBack(spare);
            takenBytes -= spare;
        }
    }

    private long freeBytes() {
        return Math.min(limitBytes - usedBytes, takenBytes - usedBytes + process.freeBytes());
    }

    /** Sees to it that so much more is taken of the process; returns whether it is. */
    private boolean isTaken(long moreBytes) {
        long missing = usedBytes + moreBytes - takenBytes;
        if (missing <= 0) {
            return true;
        }
        long piece = Math.max(missing, pieceBytes);
        if (process.tryTake(piece)) {
            takenBytes += piece;
            return true;
        }
        if (process.tryTake(missing)) {
            takenBytes += missing;
            return true;
        }
        return false;
    }
}

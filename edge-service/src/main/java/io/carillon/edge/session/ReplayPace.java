package io.carillon.edge.session;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How fast the sessions of one shard read the past: as fast as they can while nobody notices, and less as soon as live events
 * have to wait.
 *
 * <p>A background transfer as LEDBAT is (RFC 6817): what counts is the {@linkplain LiveDelay delay} of live events within this
 * process. While that is less than a target the rate grows, slowly, and it shrinks the faster, the more it is. The rate is never
 * less than a least one, so that clients that come back get on. And it grows only where it held somebody up: what nobody has
 * tried is not known to disturb nobody (RFC 7661).
 *
 * <p>Whoever wants to read when there is no room has to wait for its turn, in order of coming.
 *
 * <p>Threading: the shard's thread, but for {@link #shownBytesPerSecond}.
 */
public final class ReplayPace {

    /** What asking costs, whatever comes: little, so that a storm of clients that missed little is not held up. */
    static final int QUESTION_BYTES = 512;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MOST_BYTES_PER_SECOND = 1 << 30;

    /** So many times the target are a clear sign, also in few events. */
    private static final int CLEARLY = 4;

    /** How much faster it may be after a round, and how much slower. */
    private static final double MOST_GAIN = 0.05;

    private static final double MOST_LOSS = 0.3;

    /** What is not used is kept for so long. */
    private static final long BURST_NANOS = 20_000_000L;

    /** Those who wait are looked after in so many nanoseconds at the soonest, several at a time. */
    private static final long TURN_NANOS = 1_000_000L;

    /** The rate at which a shard begins, as a multiple of the least. */
    private static final int FIRST_RATE = 8;

    private final double leastBytesPerSecond;
    private final double targetNanos;
    private final LiveDelay delay;
    private final Set<Session> waiting = new LinkedHashSet<>();

    private double bytesPerSecond;

    /** What may be asked for now; negative after more was asked for than there was room for. */
    private double roomBytes;

    private long filledNanos;

    /** Whether somebody had to wait for a turn in this round, and whether anybody read in it or the one before. */
    private boolean heldUp;

    private boolean read;
    private boolean readBefore;

    private volatile double shownBytesPerSecond;

    /**
     * Makes the pace of a shard.
     *
     * @param leastBytesPerSecond how fast its sessions may read all together in any case, at least 1
     * @param targetNanos how much longer live events may be under way within the process on average, at least 1
     * @param nowNanos the time
     */
    public ReplayPace(long leastBytesPerSecond, long targetNanos, long nowNanos) {
        if (leastBytesPerSecond < 1 || targetNanos < 1) {
            throw new IllegalArgumentException("leastBytesPerSecond: " + leastBytesPerSecond + ", targetNanos: "
                    + targetNanos + " (expected: >= 1)");
        }
        this.leastBytesPerSecond = Math.min((double) leastBytesPerSecond, MOST_BYTES_PER_SECOND);
        this.targetNanos = targetNanos;
        this.delay = new LiveDelay(CLEARLY * this.targetNanos, nowNanos);
        this.filledNanos = nowNanos;
        this.bytesPerSecond = Math.min(MOST_BYTES_PER_SECOND, FIRST_RATE * this.leastBytesPerSecond);
        this.roomBytes = burstBytes();
        this.shownBytesPerSecond = bytesPerSecond;
    }

    /** Returns a pace that holds nobody back. */
    public static ReplayPace unlimited() {
        var pace = new ReplayPace(Long.MAX_VALUE, Long.MAX_VALUE, 0);
        pace.roomBytes = Double.POSITIVE_INFINITY;
        return pace;
    }

    /**
     * Takes it that live events have come to sessions of this shard.
     *
     * @param receivedNanos when this process received them
     * @param begunNanos when it was their turn
     * @param doneNanos the time
     */
    public void delivered(long receivedNanos, long begunNanos, long doneNanos) {
        delay.delivered(receivedNanos, begunNanos, doneNanos);
    }

    /** Takes it that all that had come to sessions is written, as far as they take it. */
    public void endTurn(long nowNanos) {
        delay.endTurn(nowNanos);
    }

    private void endRound(long nowNanos) {
        OptionalDouble more = delay.endRound(nowNanos);
        // Without live events there is nobody to be disturbed.
        double part = more.isEmpty() ? 1 : Math.clamp((targetNanos - more.getAsDouble()) / targetNanos, -1, 1);
        // Where nobody reads, the delay is not the doing of those who do.
        if (heldUp || (part < 0 && (read || readBefore))) {
            faster(part);
        }
        heldUp = !waiting.isEmpty();
        readBefore = read;
        read = false;
    }

    /** Changes the rate, by a part from -1 to 1 of how much it may change at once. */
    private void faster(double part) {
        double factor = 1 + part * (part > 0 ? MOST_GAIN : MOST_LOSS);
        bytesPerSecond = Math.clamp(bytesPerSecond * factor, leastBytesPerSecond, MOST_BYTES_PER_SECOND);
        shownBytesPerSecond = bytesPerSecond;
    }

    /** Returns whether a session may read on now; if not, it has its turn later. */
    boolean admits(Session session) {
        if (waiting.isEmpty() && roomBytes > 0) {
            return true;
        }
        waiting.add(session);
        heldUp = true;
        return false;
    }

    /** Takes it that so much was asked for. */
    void spend(long bytes) {
        read = true;
        roomBytes -= bytes;
    }

    /** Forgets a session. */
    void forget(Session session) {
        waiting.remove(session);
    }

    /** Lets those who wait read on, as far as there is room. */
    void turn(long nowNanos) {
        if (delay.isRoundOver(nowNanos)) {
            endRound(nowNanos);
        }
        roomBytes = Math.min(
                Math.max(roomBytes, burstBytes()),
                roomBytes + bytesPerSecond * (nowNanos - filledNanos) / NANOS_PER_SECOND);
        filledNanos = nowNanos;
        while (roomBytes > 0 && !waiting.isEmpty()) {
            Iterator<Session> first = waiting.iterator();
            Session session = first.next();
            first.remove();
            session.readOn();
        }
    }

    /** Returns when {@link #turn} is due next, or {@code Long.MAX_VALUE} nanoseconds from now if nobody waits. */
    long nanosUntilDue(long nowNanos) {
        if (waiting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        double wait = -roomBytes / bytesPerSecond * NANOS_PER_SECOND - (nowNanos - filledNanos);
        return Math.max(TURN_NANOS, (long) wait);
    }

    /** Returns the present rate; any thread may ask. */
    public double shownBytesPerSecond() {
        return shownBytesPerSecond;
    }

    private double burstBytes() {
        return bytesPerSecond * BURST_NANOS / NANOS_PER_SECOND;
    }
}

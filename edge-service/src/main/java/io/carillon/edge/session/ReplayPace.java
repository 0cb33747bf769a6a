package io.carillon.edge.session;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How fast the sessions of one shard read the past: as fast as they can while nobody notices, and less as soon as live events
 * have to wait.
 *
 * <p>A background transfer as LEDBAT is (RFC 6817): what counts is how much longer live events are under way within this
 * process than in the best of times, less the time in which they wait for one another. While that is less than a target the
 * rate grows, slowly, and it shrinks the faster, the more it is. The best of times are those of the last minute or two, so that
 * a machine that is busy anyway is not taken for one that reading back keeps busy. The rate is never less than a least one, so
 * that clients that come back get on. And it grows only where it held somebody up: what nobody has tried is not known to
 * disturb nobody (RFC 7661).
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

    /** How long delays are gathered before they change the rate: at least so long, and until there are enough or this is long ago. */
    private static final long ROUND_NANOS = 25_000_000L;

    private static final long LONGEST_ROUND_NANOS = 10 * ROUND_NANOS;

    /** With so many the mean is one; that of a few is taken for the best of times, or the worst, by chance. */
    private static final int ENOUGH_DELAYS = 16;

    /** So many times the target a few are enough. */
    private static final int CLEARLY = 4;

    /** How much faster it may be after a round, and how much slower. */
    private static final double MOST_GAIN = 0.05;

    private static final double MOST_LOSS = 0.3;

    /** The best delay is that of the present stretch of so long, or of the one before. */
    private static final long BASE_NANOS = 60_000_000_000L;

    /** What is not used is kept for so long. */
    private static final long BURST_NANOS = 20_000_000L;

    /** Those who wait are looked after in so many nanoseconds at the soonest, several at a time. */
    private static final long TURN_NANOS = 1_000_000L;

    /** The rate at which a shard begins, as a multiple of the least. */
    private static final int FIRST_RATE = 8;

    private final double leastBytesPerSecond;
    private final double targetNanos;
    private final Set<Session> waiting = new LinkedHashSet<>();

    private double bytesPerSecond;

    /** What may be asked for now; negative after more was asked for than there was room for. */
    private double roomBytes;

    private long filledNanos;
    private long roundNanos;
    private long delaySumNanos;
    private int delays;

    /** Whether somebody had to wait for a turn in this round, and whether anybody read in it or the one before. */
    private boolean heldUp;

    private boolean read;
    private boolean readBefore;

    private boolean delivered;
    private long deliveredUntilNanos;

    private double baseNanos = Double.POSITIVE_INFINITY;
    private double baseBeforeNanos = Double.POSITIVE_INFINITY;
    private long baseSinceNanos;

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
        this.filledNanos = nowNanos;
        this.roundNanos = nowNanos;
        this.baseSinceNanos = nowNanos;
        this.deliveredUntilNanos = nowNanos;
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
        if (delays == 0 && begunNanos - roundNanos >= ROUND_NANOS) {
            roundNanos = begunNanos;
        }
        long delayNanos = Math.min(begunNanos - receivedNanos, begunNanos - deliveredUntilNanos);
        delaySumNanos += Math.max(0, delayNanos);
        delays++;
        delivered = true;
        deliveredUntilNanos = doneNanos;
    }

    /** Takes it that all that had come to sessions is written, as far as they take it. */
    public void endTurn(long nowNanos) {
        if (delivered) {
            deliveredUntilNanos = nowNanos;
            delivered = false;
        }
    }

    private boolean isRoundOver(long nanos) {
        boolean enough = delays == 0 || delays >= ENOUGH_DELAYS || meanMoreNanos() > CLEARLY * targetNanos;
        return nanos >= (enough ? ROUND_NANOS : LONGEST_ROUND_NANOS);
    }

    private void endRound(long nowNanos) {
        if (delays > 0) {
            adapt(nowNanos);
        } else if (heldUp) {
            // Somebody wants to read, and nobody is there to be disturbed.
            faster(1);
        }
        roundNanos = nowNanos;
        delaySumNanos = 0;
        delays = 0;
        heldUp = !waiting.isEmpty();
        readBefore = read;
        read = false;
    }

    /** Returns how much longer the events of this round were under way, on average, than in the best of times. */
    private double meanMoreNanos() {
        return (double) delaySumNanos / delays - Math.min(baseNanos, baseBeforeNanos);
    }

    private void adapt(long nowNanos) {
        if (nowNanos - baseSinceNanos >= BASE_NANOS) {
            baseBeforeNanos = baseNanos;
            baseNanos = Double.POSITIVE_INFINITY;
            baseSinceNanos = nowNanos;
        }
        if (delays >= ENOUGH_DELAYS || Double.isInfinite(baseNanos)) {
            baseNanos = Math.min(baseNanos, (double) delaySumNanos / delays);
        }
        double part = Math.clamp((targetNanos - meanMoreNanos()) / targetNanos, -1, 1);
        // Where nobody reads, the delay is not the doing of those who do.
        if (part < 0 ? heldUp || read || readBefore : heldUp) {
            faster(part);
        }
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
        if (isRoundOver(nowNanos - roundNanos)) {
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

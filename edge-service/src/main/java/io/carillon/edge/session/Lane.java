package io.carillon.edge.session;

import io.carillon.core.link.ToOwner;
import java.util.ArrayList;
import java.util.List;

/**
 * One partition of a session that catches up.
 *
 * <pre>
 *   WAITING ── asked, when nothing waits for the client ──▶ ASKED ── last part ──▶ JOINED
 *      ▲                                                      │ more was published than can be held
 *      └──────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>From the moment a replay is asked for, up to where live sessions stand, what is published is held. So when the last
 * part has come, what is held goes on exactly where the replay ends.
 */
final class Lane {

    enum State {
        WAITING,
        ASKED,
        JOINED
    }

    /** Resuming by time begins a little earlier, since clocks and append times of partitions differ a little. */
    static final long TIME_SLACK_MILLIS = 5_000;

    private static final int HELD_OVERHEAD_BYTES = 64;

    final int partition;
    final List<String> channels;

    State state = State.WAITING;

    /** Everything up to here was sent or waits to be; {@link ToOwner#FROM_TIME} until the owner has said where that is. */
    long position;

    /** Up to when that is; also where to begin, while the position is left to the time. */
    long timeMillis;

    /** JOINED, but the client was further already: nothing up to here is sent again. -1 if it was not. */
    long ahead = -1;

    long replayId;

    /** Bytes of the replay that have come, and are not given back as room yet. */
    long takenBytes;

    private final List<Event> held = new ArrayList<>();
    private int heldBytes;
    private boolean overflowed;

    /** Where live sessions stood when this one began: from there on nothing may be left out, whatever time it asked for. */
    private final long liveOffset;

    private final long liveMillis;

    Lane(int partition, List<String> channels, long position, long timeMillis, LogView view) {
        this.liveOffset = view.through(partition);
        this.liveMillis = view.timeMillis(partition);
        this.partition = partition;
        this.channels = List.copyOf(channels);
        this.position = position;
        this.timeMillis = timeMillis;
    }

    boolean isResolved() {
        return position != ToOwner.FROM_TIME;
    }

    /** Returns the time that a cursor of this place has: one that comes back with it begins where this one does. */
    long cursorMillis() {
        return isResolved() ? timeMillis : Math.min(timeMillis, liveMillis) + TIME_SLACK_MILLIS;
    }

    /** Returns whether an offset, which is where a time lies, comes too late to begin there. */
    boolean isBeyondLive(long offset) {
        return !isResolved() && offset > liveOffset;
    }

    /** Begins where live sessions stood. */
    void beginLive() {
        position = liveOffset;
        timeMillis = liveMillis;
        state = State.WAITING;
    }

    void asked(long id) {
        state = State.ASKED;
        replayId = id;
        takenBytes = 0;
        held.clear();
        heldBytes = 0;
        overflowed = false;
    }

    /** Keeps a live event for when the replay is done, within a limit. */
    void hold(Event event, int limitBytes) {
        heldBytes += event.data().length + HELD_OVERHEAD_BYTES;
        if (heldBytes > limitBytes) {
            overflow();
        } else if (!overflowed) {
            held.add(event);
        }
    }

    /** Lets go of what is held: the rest has to be asked for, too. */
    void overflow() {
        overflowed = true;
        held.clear();
    }

    boolean hasOverflowed() {
        return overflowed;
    }

    int heldBytes() {
        return heldBytes;
    }

    List<Event> held() {
        return held;
    }
}

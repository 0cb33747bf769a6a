package io.carillon.edge.session;

import io.carillon.core.link.ToOwner;
import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Channels of one partition that stand at the same place, in a session that is not simply live.
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

    private static final int HELD_OVERHEAD_BYTES = 64;

    final int partition;

    /** In order of name, so that two runs with the same input have the same output. */
    final Set<String> channels;

    State state = State.WAITING;

    /** Everything up to here was sent or waits to be; {@link ToOwner#FROM_TIME} until the owner has said where that is. */
    long position;

    /** Up to when that is; also where to begin, while the position is left to the time. */
    long timeMillis;

    /** So many of each channel up to {@link #position} are wanted as well, and not one has come yet; 0 if none are. */
    int lookBack;

    /** JOINED, but the client was further already: nothing up to here is sent again. -1 if it was not. */
    long ahead = -1;

    long replayId;

    /** ASKED: from here on, what is live is held. */
    long heldFrom;

    /** ASKED for the last publications: how many of each channel; 0 if not. */
    private int lastCount;

    /** The range, (lastFrom, lastUntil], in which the last publications were looked for. */
    private long lastFrom;

    private long lastUntil;
    private boolean lastIncomplete;
    private final Map<String, Integer> lastFound = new HashMap<>();

    /** Bytes of the replay that were passed on, and are not given back as room yet. */
    long takenBytes;

    private long creditBytes;

    /** Parts of the replay that have come and are not passed on yet; what there is room for under way bounds them. */
    final Queue<ReplayedPart> arrived = new ArrayDeque<>();

    private final List<Event> held = new ArrayList<>();
    private int heldBytes;
    private boolean overflowed;

    /** Where live sessions stood when this one began: from there on nothing may be left out, whatever time it asked for. */
    private final long liveOffset;

    private final long liveMillis;

    Lane(int partition, Collection<String> channels, LogView view) {
        this.partition = partition;
        this.channels = new TreeSet<>(channels);
        this.liveOffset = view.through(partition);
        this.liveMillis = view.timeMillis(partition);
    }

    /** Returns a lane whose channels are live. */
    static Lane joined(int partition, Collection<String> channels, LogView view) {
        var lane = new Lane(partition, channels, view);
        lane.state = State.JOINED;
        return lane;
    }

    /** Returns a lane that begins at a place. */
    static Lane at(int partition, Collection<String> channels, ChannelPlace place, long timeMillis, LogView view) {
        var lane = new Lane(partition, channels, view);
        lane.timeMillis = timeMillis;
        switch (place) {
            case ChannelPlace.Behind(long offset) -> lane.position = offset;
            case ChannelPlace.Since(long since) -> {
                lane.position = ToOwner.FROM_TIME;
                lane.timeMillis = since;
            }
            case ChannelPlace.LastBefore(long offset, int count) -> {
                lane.position = offset;
                lane.lookBack = count;
            }
        }
        return lane;
    }

    boolean isResolved() {
        return position != ToOwner.FROM_TIME;
    }

    /** Returns whether its channels have all that live sessions have, and no more. */
    boolean isLive() {
        return state == State.JOINED && ahead < 0;
    }

    /** Returns whether nothing is missing between its place and an offset, where live sessions stand. */
    boolean isAt(long live) {
        return isResolved() && lookBack == 0 && position == live;
    }

    /** Returns the place of its channels, as a cursor has it. */
    ChannelPlace place(LogView view) {
        if (state == State.JOINED) {
            return new ChannelPlace.Behind(Math.max(ahead, view.through(partition)));
        }
        if (!isResolved()) {
            return new ChannelPlace.Since(Math.min(timeMillis, liveMillis));
        }
        return lookBack > 0 ? new ChannelPlace.LastBefore(position, lookBack) : new ChannelPlace.Behind(position);
    }

    /** Returns the time that a cursor of this place has: one that comes back with it begins where this one does. */
    long cursorMillis(LogView view) {
        if (state == State.JOINED) {
            return view.timeMillis(partition);
        }
        return isResolved() ? timeMillis : Math.min(timeMillis, liveMillis) + Cursor.TIME_SLACK_MILLIS;
    }

    /**
     * Joins the live events.
     *
     * @param live where live sessions stand
     */
    void join(long live) {
        state = State.JOINED;
        ahead = position > live ? position : -1;
        letGo();
    }

    /** Waits to ask for what lies behind its place. */
    void await() {
        state = State.WAITING;
        letGo();
    }

    private void letGo() {
        held.clear();
        heldBytes = 0;
        takenBytes = 0;
    }

    /** Falls behind live sessions, at a place. */
    void fallBehind(long offset, long millis) {
        ahead = -1;
        position = offset;
        timeMillis = millis;
        await();
    }

    /** Returns whether an offset, which is where a time lies, comes too late to begin there. */
    boolean isBeyondLive(long offset) {
        return !isResolved() && offset > liveOffset;
    }

    /** Begins where live sessions stood. */
    void beginLive() {
        arrived.clear();
        fallBehind(liveOffset, liveMillis);
    }

    /**
     * Asks for what is missing up to where live sessions stand, or first for the last publications before its place.
     *
     * @param live where live sessions stand
     */
    ToOwner.Replay ask(long id, long live, long creditBytes) {
        state = State.ASKED;
        replayId = id;
        takenBytes = 0;
        this.creditBytes = creditBytes;
        arrived.clear();
        held.clear();
        heldBytes = 0;
        overflowed = false;
        heldFrom = live;
        if (position < 0 && lookBack > 0) {
            // Nothing lies before the beginning of the log.
            lookBack = 0;
        }
        lastCount = lookBack;
        lastFound.clear();
        lastIncomplete = false;
        // Another edge may have been further than this one. Whether the log is, its owner knows.
        long until = lookBack > 0 ? position : Math.max(live, position);
        return new ToOwner.Replay(
                id,
                partition,
                List.copyOf(channels),
                lookBack > 0 ? ToOwner.FROM_LAST : position,
                isResolved() ? 0 : Math.max(0, timeMillis),
                lookBack,
                until,
                Math.max(1, creditBytes));
    }

    /**
     * Returns how much more there is room for: what was passed on, and as much again as was under way before, since the
     * client takes what it gets.
     *
     * @param limitBytes how much may be under way at most
     */
    long grant(int limitBytes) {
        long grown = Math.max(creditBytes, Math.min(2 * creditBytes, limitBytes));
        long more = takenBytes + grown - creditBytes;
        creditBytes = grown;
        takenBytes = 0;
        return more;
    }

    /** Takes it that the last publications were looked for from here on; now the lane goes forward from there. */
    void lookedBackTo(long after, boolean incomplete) {
        lookBack = 0;
        lastIncomplete = incomplete;
        lastUntil = position;
        lastFrom = Math.min(after, lastUntil);
        position = lastFrom;
    }

    /** Returns an offset, or where the search for the last publications ends: what lies behind that is asked for apart. */
    long upTo(long offset) {
        return lastCount > 0 ? Math.min(offset, lastUntil) : offset;
    }

    /** Returns whether what it asked for are the last publications before a place: not all that lie there. */
    boolean isLookingBack() {
        return lastCount > 0;
    }

    /** Counts a publication that is passed on, if the last ones were asked for. */
    void found(String channel) {
        if (lastCount > 0) {
            lastFound.merge(channel, 1, Integer::sum);
        }
    }

    /** Returns whether the log ended before the place up to which the last publications were asked for. */
    boolean endsBeforeLast() {
        return lastCount > 0 && position < lastUntil;
    }

    long lastUntil() {
        return lastUntil;
    }

    /** Returns the channels of which there may be more, before where the search ended, than were found. */
    List<String> notFound() {
        return lastIncomplete
                ? channels.stream()
                        .filter(channel -> lastFound.getOrDefault(channel, 0) < lastCount)
                        .toList()
                : List.of();
    }

    /** Returns behind which offset the last publications were searched for. */
    long lastFrom() {
        return lastFrom;
    }

    /** Keeps a live event for when the replay is done, within a limit. */
    void hold(Event event, int limitBytes) {
        if (overflowed) {
            return;
        }
        heldBytes += event.data().length + HELD_OVERHEAD_BYTES;
        if (heldBytes > limitBytes) {
            overflow();
        } else {
            held.add(event);
        }
    }

    /** Lets go of what is held: the rest has to be asked for, too. */
    void overflow() {
        overflowed = true;
        held.clear();
        heldBytes = 0;
    }

    /** Returns whether what is held goes on where the replay ended. */
    boolean holdsTheRest() {
        return !overflowed && position >= heldFrom;
    }

    int heldBytes() {
        return heldBytes;
    }

    /** Returns how much of a replay is under way or has come and is not passed on. */
    int expectedBytes() {
        return state == State.ASKED ? (int) Math.max(0, creditBytes - takenBytes) : 0;
    }

    List<Event> held() {
        return held;
    }
}

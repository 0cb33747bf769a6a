package io.carillon.edge.session;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.link.ToOwner;
import io.carillon.core.position.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How one session gets from where its client stands to where live sessions are: it reads the log at the client's own pace,
 * each partition for itself, and joins the live events by offset.
 *
 * <p>It serves a client that came back with a place in the past, and one that read more slowly than was published. What it
 * needs of memory is bounded: the queue, the room it gives a replay, and what it holds until that is done.
 */
final class CatchUp {

    /** How many partitions of a session read the log at once; the others have their turn after them. */
    private static final int ASKED_LIMIT = 4;

    private final Session session;
    private final SessionGroup group;
    private final List<Lane> lanes = new ArrayList<>();

    private CatchUp(Session session) {
        this.session = session;
        this.group = session.group();
    }

    /** Begins at the place that a client wants. */
    static CatchUp from(Session session, Place place) {
        var catchUp = new CatchUp(session);
        for (int partition : session.partitions.partitions()) {
            catchUp.lanes.add(
                    switch (place) {
                        case Place.At(Cursor cursor) -> catchUp.laneAt(partition, cursor);
                        case Place.Earliest _ -> catchUp.lane(partition, ToOwner.FROM_TIME, 0);
                        case Place.Since(long timeMillis) -> catchUp.lane(partition, ToOwner.FROM_TIME, timeMillis);
                        case Place.Last _ -> catchUp.joined(partition);
                    });
        }
        return catchUp;
    }

    /** Begins before an event that the session's queue could not take; its other partitions are live. */
    static CatchUp behind(Session session, int partition, long position, long timeMillis) {
        var catchUp = new CatchUp(session);
        for (int each : session.partitions.partitions()) {
            catchUp.lanes.add(each == partition ? catchUp.lane(each, position, timeMillis) : catchUp.joined(each));
        }
        return catchUp;
    }

    /** Returns whether all of the session is live again. */
    boolean isOver() {
        for (Lane lane : lanes) {
            if (lane.ahead >= 0 && lane.ahead <= group.view().through(lane.partition)) {
                lane.ahead = -1;
            }
            if (lane.state != Lane.State.JOINED || lane.ahead >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Asks for what is missing, where nothing is under way. */
    void ask() {
        int asked = 0;
        for (Lane lane : lanes) {
            asked += lane.state == Lane.State.ASKED ? 1 : 0;
        }
        for (Lane lane : lanes) {
            if (lane.state == Lane.State.WAITING && asked < ASKED_LIMIT) {
                ask(lane);
                asked += lane.state == Lane.State.ASKED ? 1 : 0;
            }
        }
    }

    /** Takes a live event; returns whether it is on its way to the client. */
    boolean deliver(Event event) {
        Lane lane = laneOf(event.partition());
        switch (lane.state) {
            case JOINED -> {
                if (event.offset() <= lane.ahead) {
                    return false;
                }
                lane.ahead = -1;
                if (session.trySend(event, id(event.partition()))) {
                    return true;
                }
                lane.state = Lane.State.WAITING;
                lane.position = event.offset() - 1;
                lane.timeMillis = event.timeMillis();
                return false;
            }
            case ASKED -> {
                if (event.offset() > lane.position) {
                    lane.hold(event, shareBytes());
                }
            }
            case WAITING -> {
                // It will be part of what is asked for.
            }
        }
        return false;
    }

    /** Takes the next part of a replay. */
    void replayed(int partition, long id, long after, long through, boolean done, List<Event> events) {
        Lane lane = laneOf(partition);
        if (lane.state != Lane.State.ASKED || lane.replayId != id) {
            return;
        }
        if (lane.isBeyondLive(after)) {
            if (!done) {
                group.upstream().cancelReplay(partition, id);
            }
            lane.beginLive();
            return;
        }
        if (lane.isResolved() && through < lane.position) {
            byte[] before = id(partition);
            lane.position = through;
            lane.state = Lane.State.WAITING;
            session.sendGaps(lane.channels, before, id(partition), Gap.Reason.BEYOND_END);
            return;
        }
        if (lane.isResolved() && after > lane.position) {
            byte[] before = id(partition);
            lane.position = after;
            session.sendGaps(lane.channels, before, id(partition), Gap.Reason.LOG_TRUNCATED);
        }
        lane.position = after;
        send(lane, events);
        for (Event event : events) {
            lane.takenBytes += event.weight();
        }
        lane.position = Math.max(lane.position, through);
        if (done) {
            join(lane);
        }
    }

    /** Takes it that nothing waits for the client any more: there is room for more of what was asked for. */
    void drained() {
        for (Lane lane : lanes) {
            if (lane.state == Lane.State.ASKED && lane.takenBytes > 0) {
                group.upstream().grantReplay(lane.partition, lane.replayId, lane.takenBytes);
                lane.takenBytes = 0;
            }
        }
        ask();
    }

    /** Takes it that the log lost what lay behind an offset, up to where live sessions stand now. */
    void lost(int partition, long from) {
        Lane lane = laneOf(partition);
        switch (lane.state) {
            case JOINED -> {
                long position = Math.max(from, lane.ahead);
                if (position < group.view().through(partition)) {
                    // It is told of the gap in its turn, by whoever it asks for what lies there.
                    lane.ahead = -1;
                    lane.position = position;
                    lane.timeMillis = group.view().timeMillis(partition);
                    lane.state = Lane.State.WAITING;
                }
            }
            case ASKED -> lane.overflow();
            case WAITING -> {
                // Whoever is asked will say that it is gone.
            }
        }
    }

    /** Ends what is under way. */
    void cancel() {
        for (Lane lane : lanes) {
            if (lane.state == Lane.State.ASKED) {
                group.upstream().cancelReplay(lane.partition, lane.replayId);
            }
        }
    }

    /** Returns the cursor of what was sent or waits to be. */
    byte[] id() {
        return id(lanes.getFirst().partition);
    }

    private byte[] id(int first) {
        LogView view = group.view();
        var positions = new ArrayList<Cursor.Position>(lanes.size());
        long timeMillis = Long.MAX_VALUE;
        for (Lane lane : lanes) {
            boolean joined = lane.state == Lane.State.JOINED;
            timeMillis = Math.min(timeMillis, joined ? view.timeMillis(lane.partition) : lane.cursorMillis());
            if (joined || lane.isResolved()) {
                long offset = joined ? Math.max(lane.ahead, view.through(lane.partition)) : lane.position;
                var position = new Cursor.Position(lane.partition, offset);
                positions.add(lane.partition == first ? 0 : positions.size(), position);
            }
        }
        return new Cursor(group.generation().id(), timeMillis, positions, List.of())
                .text()
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void ask(Lane lane) {
        long until = group.view().through(lane.partition);
        if (lane.isResolved() && lane.position == until) {
            lane.state = Lane.State.JOINED;
            return;
        }
        lane.asked(group.nextReplayId());
        group.upstream()
                .replay(
                        session,
                        new ToOwner.Replay(
                                lane.replayId,
                                lane.partition,
                                lane.channels,
                                lane.position,
                                Math.max(0, lane.timeMillis),
                                0,
                                // Another edge may have been further than this one. Whether the log is, its owner
                                // knows.
                                Math.max(until, lane.position),
                                Math.max(1, shareBytes() / ASKED_LIMIT)));
    }

    /** Half of what may wait for the client is for what was asked for, and half for what is live meanwhile. */
    private int shareBytes() {
        return group.limits().queueBytes() / 2;
    }

    private void join(Lane lane) {
        boolean noRoom = !lane.held().isEmpty() && session.queuedBytes() + lane.heldBytes() > shareBytes();
        if (lane.hasOverflowed() || noRoom) {
            lane.state = Lane.State.WAITING;
            return;
        }
        List<Event> held = List.copyOf(lane.held());
        send(lane, held);
        lane.state = Lane.State.JOINED;
        lane.ahead = lane.position > group.view().through(lane.partition) ? lane.position : -1;
    }

    private void send(Lane lane, List<Event> events) {
        for (Event event : events) {
            if (event.offset() > lane.position) {
                lane.position = event.offset();
                lane.timeMillis = Math.max(lane.timeMillis, event.timeMillis());
                session.send(event, id(lane.partition));
            }
        }
    }

    private Lane laneAt(int partition, Cursor cursor) {
        // Offsets of another log mean nothing in this one, but time does.
        boolean known = cursor.generation().equals(group.generation().id());
        for (Cursor.Position position : cursor.positions()) {
            if (known && position.partition() == partition) {
                return lane(partition, position.offset(), cursor.timeMillis());
            }
        }
        return lane(partition, ToOwner.FROM_TIME, Math.max(0, cursor.timeMillis() - Lane.TIME_SLACK_MILLIS));
    }

    private Lane joined(int partition) {
        Lane lane = lane(partition, -1, 0);
        lane.state = Lane.State.JOINED;
        return lane;
    }

    private Lane lane(int partition, long position, long timeMillis) {
        List<String> channels = session.channels.stream()
                .filter(channel ->
                        Partitioner.partitionOf(channel, group.generation().partitionCount()) == partition)
                .toList();
        return new Lane(partition, channels, position, timeMillis, group.view());
    }

    private Lane laneOf(int partition) {
        for (Lane lane : lanes) {
            if (lane.partition == partition) {
                return lane;
            }
        }
        throw new IllegalArgumentException("partition: " + partition + " (expected: one of the session's)");
    }
}

package io.carillon.edge.session;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How one session gets from where its client stands to where live sessions are: it reads the log at the client's own pace,
 * each {@linkplain Lane lane} for itself, and joins the live events by offset.
 *
 * <p>It serves a client that came back with a place in the past, one that read more slowly than was published, and one that
 * adds channels while others are live. What it needs of memory is bounded: the queue, the room it gives a replay, and what
 * it holds until that is done.
 */
final class CatchUp {

    /** How many lanes of a session read the log at once; the others have their turn after them. */
    private static final int ASKED_LIMIT = 4;

    private final Session session;
    private final SessionGroup group;
    private final Lanes lanes;
    private final CatchUpRoom room;

    /** Whether anything of the past was asked for. */
    private boolean hasRead;

    private CatchUp(Session session) {
        this.session = session;
        this.group = session.group();
        this.lanes = new Lanes(group);
        this.room = new CatchUpRoom(session, lanes);
    }

    /** Begins at the place that a client wants. */
    static CatchUp from(Session session, Place place) {
        var catchUp = new CatchUp(session);
        catchUp.begin(session.channels().heard(), place);
        return catchUp;
    }

    /** Begins with all of the session live. */
    static CatchUp live(Session session) {
        var catchUp = new CatchUp(session);
        for (int partition : session.channels().partitions().partitions()) {
            List<String> channels = session.channels().heardIn(partition);
            catchUp.lanes.add(Lane.joined(partition, channels, catchUp.group.view()));
        }
        return catchUp;
    }

    /** Lets channels begin, at a place or, where there is none, with what is live. */
    void begin(Collection<String> channels, @Nullable Place place) {
        if (place != null) {
            LaneStart.lanes(channels, place, group.generation().id(), group::partitionOf, group.view())
                    .forEach(lanes::add);
            return;
        }
        for (String channel : channels) {
            Lane lane = Lane.joined(group.partitionOf(channel), List.of(channel), group.view());
            lanes.add(lane);
            lanes.mergeJoined(lane);
        }
    }

    /** Lets go of channels. */
    void remove(Collection<String> channels) {
        lanes.remove(channels).forEach(this::cancel);
    }

    /** A session whose queue is full goes on from before the event that it had no room for. */
    void fallBehind(int partition, long position, long timeMillis) {
        for (Lane lane : lanes) {
            if (lane.partition == partition && lane.state == Lane.State.JOINED) {
                lane.fallBehind(position, timeMillis);
            }
        }
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

    /** Returns whether the past was read. */
    boolean hasRead() {
        return hasRead;
    }

    /** Lets lanes join that miss nothing, and returns whether there is more to ask for. */
    boolean wantsMore() {
        boolean wants = false;
        for (Lane lane : lanes.present()) {
            if (!joins(lane)) {
                wants |= lane.state == Lane.State.WAITING || lane.takenBytes > 0;
            }
        }
        return wants;
    }

    /** Asks for what is missing, where nothing is under way. */
    private void ask() {
        int asked = lanes.asked();
        for (Lane lane : lanes.present()) {
            if (lane.state == Lane.State.WAITING && asked < ASKED_LIMIT && (asked == 0 || room.isThere())) {
                ask(lane);
                session.line().recount();
                asked += lane.state == Lane.State.ASKED ? 1 : 0;
            }
        }
    }

    /** Takes a live event; returns whether it is on its way to the client. */
    boolean deliver(Event event) {
        Lane lane = lanes.of(event.channel());
        if (lane == null) {
            // Asked for, but not confirmed: nothing is promised yet.
            return false;
        }
        switch (lane.state) {
            case JOINED -> {
                if (event.offset() <= lane.ahead) {
                    return false;
                }
                lane.ahead = -1;
                if (session.line().trySendApart(event, lanes.id(lane, event.channel()))) {
                    return true;
                }
                lane.fallBehind(event.offset() - 1, event.timeMillis());
                return false;
            }
            case ASKED -> {
                if (event.offset() > lane.position) {
                    lane.hold(event, room.holdBytes(lane));
                }
            }
            case WAITING -> {
                // It will be part of what is asked for.
            }
        }
        return false;
    }

    /** Takes the next part of a replay. */
    void replayed(ReplayedPart part) {
        Lane lane = lanes.asking(part.id());
        if (lane != null) {
            lane.arrived.add(part);
            passOn(lane);
        }
    }

    /** Passes on what has come, as far as the client may be sent more. */
    void passOn() {
        for (Lane lane : lanes.present()) {
            passOn(lane);
        }
    }

    private void passOn(Lane lane) {
        for (ReplayedPart part = lane.arrived.peek();
                part != null && lane.state == Lane.State.ASKED;
                part = lane.arrived.peek()) {
            if (!hasBegun(lane, part)) {
                return;
            }
            for (Event event : part.events()) {
                if (event.offset() > lane.position && lanes.of(event.channel()) == lane) {
                    if (!session.line().mayBeSent(1)) {
                        return;
                    }
                    send(lane, event);
                }
            }
            lane.arrived.remove();
            for (Event event : part.events()) {
                lane.takenBytes += event.weight();
            }
            lane.position = Math.max(lane.position, lane.upTo(part.through()));
            if (part.done()) {
                finish(lane);
            }
        }
    }

    /** Finds out where a part begins, and returns whether its events go on from there. */
    private boolean hasBegun(Lane lane, ReplayedPart part) {
        if (lane.lookBack > 0) {
            lane.lookedBackTo(part.after(), part.incomplete());
        }
        if (lane.isBeyondLive(part.after())) {
            if (!part.done()) {
                group.upstream().cancelReplay(lane.partition, lane.replayId);
            }
            lane.beginLive();
            return false;
        }
        if (lane.isResolved() && part.through() < lane.position) {
            byte[] before = lanes.id(lane, null);
            lane.fallBehind(part.through(), lane.timeMillis);
            lane.arrived.clear();
            session.line().sendGaps(lane.channels, before, lanes.id(lane, null), Gap.Reason.BEYOND_END);
            return false;
        }
        if (!lane.isResolved()) {
            lane.position = part.after();
        } else if (part.after() > lane.position) {
            skip(lane, part);
        }
        return true;
    }

    /** Goes on behind what a part leaves out, and tells of it if it may be missed. */
    private void skip(Lane lane, ReplayedPart part) {
        byte[] before = lanes.id(lane, null);
        lane.position = Math.max(lane.position, lane.upTo(part.after()));
        if (!lane.isLookingBack()) {
            session.line().sendGaps(lane.channels, before, lanes.id(lane, null), Gap.Reason.LOG_TRUNCATED);
        } else if (part.incomplete()) {
            // Another owner went on with the search for the last ones, and gave up sooner.
            session.line().sendGaps(lane.channels, before, lanes.id(lane, null), Gap.Reason.SEARCH_LIMIT);
        }
    }

    /** A replay is over: the lane goes on with what was held meanwhile, or asks for what follows. */
    private void finish(Lane lane) {
        boolean beyondEnd = lane.endsBeforeLast();
        if (beyondEnd) {
            tell(lane, lane.channels, lane.lastUntil(), lane.position, Gap.Reason.BEYOND_END);
        }
        tell(lane, lane.notFound(), -1, lane.lastFrom(), Gap.Reason.SEARCH_LIMIT);
        List<Event> held = List.copyOf(lane.held());
        boolean noRoom = session.line().queuedBytes() + lane.heldBytes() > room.shareBytes()
                || !session.line().mayBeSent(held.size());
        // What is live was not held as long as it lay before the place that the log turned out not to have.
        if (beyondEnd || !lane.holdsTheRest() || (!held.isEmpty() && noRoom)) {
            lane.await();
            return;
        }
        for (Event event : held) {
            if (event.offset() > lane.position && lanes.of(event.channel()) == lane) {
                send(lane, event);
            }
        }
        lane.join(group.view().through(lane.partition));
        lanes.mergeJoined(lane);
    }

    /** Tells of a gap that lies elsewhere than between what was sent and what will be. */
    private void tell(Lane lane, Collection<String> affected, long from, long to, Gap.Reason reason) {
        for (String channel : affected) {
            session.line()
                    .sendGap(
                            lanes.id(lane, channel),
                            new Gap(channel, lanes.placeText(lane, from), lanes.placeText(lane, to), reason));
        }
    }

    private void send(Lane lane, Event event) {
        lane.position = event.offset();
        lane.timeMillis = Math.max(lane.timeMillis, event.timeMillis());
        lane.found(event.channel());
        session.line().sendReplayed(event, lanes.id(lane, event.channel()));
    }

    /** Reads on, since nothing waits for the client any more: there is room for more of what was asked for. */
    void readOn() {
        for (Lane lane : lanes) {
            if (lane.state == Lane.State.ASKED && lane.takenBytes > 0) {
                long bytes = lane.grant(room.creditBytes(lanesAsking()));
                group.pace().spend(bytes);
                group.upstream().grantReplay(lane.partition, lane.replayId, bytes);
            }
        }
        ask();
    }

    /** Takes it that the log lost what lay behind an offset, up to where live sessions stand now. */
    void lost(int partition, long from) {
        for (Lane lane : lanes) {
            if (lane.partition == partition) {
                lost(lane, from);
            }
        }
    }

    private void lost(Lane lane, long from) {
        switch (lane.state) {
            case JOINED -> {
                long position = Math.max(from, lane.ahead);
                if (position < group.view().through(lane.partition)) {
                    // It is told of the gap in its turn, by whoever it asks for what lies there.
                    lane.fallBehind(position, group.view().timeMillis(lane.partition));
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
        lanes.forEach(this::cancel);
    }

    /** Returns the cursor of what was sent or waits to be. */
    byte[] id() {
        return lanes.id();
    }

    /** Returns up to where the client has been sent a channel, or empty while the log has yet to say where it begins. */
    OptionalLong sent(String channel) {
        return lanes.sent(channel);
    }

    private void cancel(Lane lane) {
        if (lane.state == Lane.State.ASKED) {
            group.upstream().cancelReplay(lane.partition, lane.replayId);
        }
    }

    private void ask(Lane lane) {
        if (!joins(lane) && session.line().mayBeSent(1)) {
            hasRead = true;
            group.pace().spend(ReplayPace.QUESTION_BYTES);
            long live = group.view().through(lane.partition);
            group.upstream().replay(session, lane.ask(group.nextReplayId(), live, room.firstCreditBytes(ASKED_LIMIT)));
        }
    }

    private int lanesAsking() {
        return Math.min(ASKED_LIMIT, lanes.size());
    }

    /** Lets a lane join that waits and misses nothing; returns whether it does. */
    private boolean joins(Lane lane) {
        if (lane.state != Lane.State.WAITING || !lane.isAt(group.view().through(lane.partition))) {
            return false;
        }
        lane.join(lane.position);
        lanes.mergeJoined(lane);
        return true;
    }

    /** Returns the bytes that are held, have come, or may come without being asked for again. */
    int bytes() {
        return room.bytes();
    }
}

package io.carillon.edge.session;

import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The {@linkplain Lane lanes} of a session that catches up, which of them each of its channels is in, and their cursor. */
final class Lanes implements Iterable<Lane> {

    private final SessionGroup group;
    private final LaneCursor cursor;
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<String, Lane> laneOf = new HashMap<>();

    Lanes(SessionGroup group) {
        this.group = group;
        this.cursor = new LaneCursor(group.generation().id(), group.view());
    }

    /** Goes through all lanes; none may come or go meanwhile. */
    @Override
    public Iterator<Lane> iterator() {
        return lanes.iterator();
    }

    /** Returns the lanes that there are now, to go through while they come and go. */
    List<Lane> present() {
        return List.copyOf(lanes);
    }

    int size() {
        return lanes.size();
    }

    /** Returns how many read the log. */
    int asked() {
        int asked = 0;
        for (Lane lane : lanes) {
            asked += lane.state == Lane.State.ASKED ? 1 : 0;
        }
        return asked;
    }

    /** Returns the lane that reads the log under a number, or null if it does so no more. */
    @Nullable Lane asking(long replayId) {
        for (Lane lane : lanes) {
            if (lane.state == Lane.State.ASKED && lane.replayId == replayId) {
                return lane;
            }
        }
        return null;
    }

    /** Returns the lane of a channel, or null if it is not heard. */
    @Nullable Lane of(String channel) {
        return laneOf.get(channel);
    }

    /** Adds a lane with its channels, which are in no other. */
    void add(Lane lane) {
        lanes.add(lane);
        lane.channels.forEach(channel -> laneOf.put(channel, lane));
    }

    /** Takes channels out of their lanes; returns the lanes that are no more, since they have none left. */
    List<Lane> remove(Collection<String> channels) {
        var gone = new ArrayList<Lane>();
        for (String channel : channels) {
            Lane lane = laneOf.remove(channel);
            if (lane != null) {
                lane.channels.remove(channel);
                if (lane.channels.isEmpty()) {
                    lanes.remove(lane);
                    gone.add(lane);
                }
            }
        }
        return gone;
    }

    /** Puts a lane that has joined together with the others of its partition that have, since they stand at one place. */
    void mergeJoined(Lane lane) {
        for (Lane other : lanes) {
            if (other != lane && other.partition == lane.partition && other.isLive() && lane.isLive()) {
                other.channels.addAll(lane.channels);
                lane.channels.forEach(channel -> laneOf.put(channel, other));
                lanes.remove(lane);
                return;
            }
        }
    }

    /** Returns the cursor of what was sent or waits to be. */
    byte[] id() {
        return cursor.of(lanes, null, null);
    }

    /** Returns the cursor of an event of a lane. */
    byte[] id(Lane lane, @Nullable String channel) {
        return cursor.of(lanes, lane, channel);
    }

    /** Returns the cursor of one place in a lane's partition, as gaps name it. */
    String placeText(Lane lane, long offset) {
        return Cursor.at(group.generation(), lane.timeMillis, lane.partition, offset)
                .text();
    }

    /** Returns up to where the client has been sent a channel, or empty while the log has yet to say where it begins. */
    OptionalLong sent(String channel) {
        Lane lane = laneOf.get(channel);
        return lane != null && lane.place(group.view()) instanceof ChannelPlace.Behind(long offset)
                ? OptionalLong.of(offset)
                : OptionalLong.empty();
    }
}

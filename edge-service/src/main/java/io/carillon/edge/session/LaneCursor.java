package io.carillon.edge.session;

import io.carillon.core.channel.ChannelHash;
import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the cursors of a session whose channels do not all stand where live sessions do.
 *
 * <p>In each partition most channels stand at one place, which is the partition's position; each of the others is an
 * exception. A partition that is still left to its time has none, if the cursor's time says the same.
 */
final class LaneCursor {

    private final String generation;
    private final LogView view;

    /** Hashes take time to make, and are asked for with each event. */
    private final Map<String, Long> hashes = new HashMap<>();

    LaneCursor(String generation, LogView view) {
        this.generation = generation;
        this.view = view;
    }

    /**
     * Returns the cursor of what was sent or waits to be.
     *
     * @param lanes each channel is in one of them
     * @param own the lane and the channel of the event that the cursor is for, whose places come first; null if it is for
     *     none
     */
    byte[] of(List<Lane> lanes, @Nullable Lane own, @Nullable String ownChannel) {
        if (lanes.isEmpty()) {
            // Without channels nothing is promised, so that it begins about now, if it comes back with some.
            return text(view.latestMillis(), List.of(), List.of());
        }
        if (lanes.size() == 1 && lanes.getFirst().place(view) instanceof ChannelPlace.Behind(long offset)) {
            // So it is with most sessions that read back, and each of their events has a cursor of its own.
            Lane only = lanes.getFirst();
            return text(only.cursorMillis(view), List.of(new Cursor.Position(only.partition, offset)), List.of());
        }
        long timeMillis = Long.MAX_VALUE;
        Map<Integer, Lane> bases = new LinkedHashMap<>();
        if (own != null) {
            bases.put(own.partition, own);
        }
        for (Lane lane : lanes) {
            timeMillis = Math.min(timeMillis, lane.cursorMillis(view));
            bases.merge(lane.partition, lane, this::base);
        }
        var positions = new ArrayList<Cursor.Position>(bases.size());
        for (Lane base : bases.values()) {
            if (base.place(view) instanceof ChannelPlace.Behind(long offset)) {
                positions.add(new Cursor.Position(base.partition, offset));
            }
        }
        return text(timeMillis, positions, exceptions(lanes, bases, timeMillis, own, ownChannel));
    }

    /** Returns which of two lanes of a partition gives it its position: one that has a place, and then the larger. */
    private Lane base(Lane one, Lane other) {
        boolean oneHas = one.place(view) instanceof ChannelPlace.Behind;
        boolean otherHas = other.place(view) instanceof ChannelPlace.Behind;
        if (oneHas != otherHas) {
            return oneHas ? one : other;
        }
        return other.channels.size() > one.channels.size() ? other : one;
    }

    private List<Cursor.ChannelPosition> exceptions(
            List<Lane> lanes,
            Map<Integer, Lane> bases,
            long timeMillis,
            @Nullable Lane own,
            @Nullable String ownChannel) {
        if (lanes.size() == 1 && isImplied(lanes.getFirst(), bases, timeMillis)) {
            return List.of();
        }
        var exceptions = new ArrayList<Cursor.ChannelPosition>();
        Set<Long> seen = new HashSet<>();
        if (own != null && ownChannel != null && !isImplied(own, bases, timeMillis)) {
            add(exceptions, seen, ownChannel, own.place(view));
        }
        for (Lane lane : lanes) {
            if (!isImplied(lane, bases, timeMillis)) {
                ChannelPlace place = lane.place(view);
                lane.channels.forEach(channel -> add(exceptions, seen, channel, place));
            }
        }
        return exceptions;
    }

    private void add(List<Cursor.ChannelPosition> exceptions, Set<Long> seen, String channel, ChannelPlace place) {
        long hash = hashes.computeIfAbsent(channel, ChannelHash::of);
        if (seen.add(hash)) {
            exceptions.add(new Cursor.ChannelPosition(hash, place));
        }
    }

    /** Returns whether positions and time say where a lane's channels stand. */
    private boolean isImplied(Lane lane, Map<Integer, Lane> bases, long timeMillis) {
        Lane base = bases.get(lane.partition);
        if (base == null) {
            return false;
        }
        return switch (lane.place(view)) {
            case ChannelPlace.Behind place -> place.equals(base.place(view));
            case ChannelPlace.Since _ -> base == lane && lane.cursorMillis(view) == timeMillis;
            case ChannelPlace.LastBefore _ -> false;
        };
    }

    private byte[] text(long timeMillis, List<Cursor.Position> positions, List<Cursor.ChannelPosition> exceptions) {
        return new Cursor(generation, timeMillis, positions, exceptions).text().getBytes(StandardCharsets.US_ASCII);
    }
}

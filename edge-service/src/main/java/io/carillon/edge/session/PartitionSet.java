package io.carillon.edge.session;

import io.carillon.core.position.Cursor;
import io.carillon.core.position.Generation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that a session's channels live in, shared by all sessions of a shard with the same ones.
 *
 * <p>Live sessions with the same partitions have the same cursor, hence the very same frames. So both are made here, once
 * for each event, and not once for each connection.
 */
final class PartitionSet {

    private final Generation generation;
    private final LogView view;
    private final int[] partitions;
    private int users;

    private byte @Nullable [] id;
    private long idVersion;
    private int idFirst;

    private @Nullable Event framedEvent;
    private byte @Nullable [] sseFrame;
    private byte @Nullable [] webSocketFrame;

    /** Makes the set of these partitions, in ascending order. */
    PartitionSet(Generation generation, LogView view, List<Integer> partitions) {
        this.generation = generation;
        this.view = view;
        this.partitions = partitions.stream().mapToInt(Integer::intValue).toArray();
    }

    void acquire() {
        users++;
    }

    /** Returns whether that was the last session with these partitions. */
    boolean release() {
        return --users == 0;
    }

    List<Integer> partitions() {
        return Arrays.stream(partitions).boxed().toList();
    }

    int size() {
        return partitions.length;
    }

    boolean contains(int partition) {
        for (int candidate : partitions) {
            if (candidate == partition) {
                return true;
            }
        }
        return false;
    }

    /** Returns the frame of an event, at the moment when the view stands at that event. */
    byte[] frame(Framing framing, Event event) {
        if (framedEvent != event) {
            framedEvent = event;
            sseFrame = null;
            webSocketFrame = null;
        }
        byte[] known = switch (framing.kind()) {
            case SSE -> sseFrame;
            case WEBSOCKET -> webSocketFrame;
        };
        if (known != null) {
            return known;
        }
        byte[] made = framing.message(id(event.partition()), event);
        switch (framing.kind()) {
            case SSE -> sseFrame = made;
            case WEBSOCKET -> webSocketFrame = made;
        }
        return made;
    }

    /** Returns the cursor of live sessions as it stands, with any partition first. */
    byte[] id() {
        // A client that has left all of its channels begins about now, if it comes back with some.
        return partitions.length == 0 ? bytes(view.latestMillis(), List.of()) : id(partitions[0]);
    }

    /** Returns the cursor of live sessions as it stands, with this partition first. */
    byte[] id(int first) {
        byte[] known = id;
        if (known != null && idVersion == view.version() && idFirst == first) {
            return known;
        }
        var positions = new ArrayList<Cursor.Position>(partitions.length);
        positions.add(new Cursor.Position(first, view.through(first)));
        long timeMillis = view.timeMillis(first);
        for (int partition : partitions) {
            if (partition != first) {
                positions.add(new Cursor.Position(partition, view.through(partition)));
                timeMillis = Math.min(timeMillis, view.timeMillis(partition));
            }
        }
        byte[] made = bytes(timeMillis, positions);
        id = made;
        idVersion = view.version();
        idFirst = first;
        return made;
    }

    /** Returns the cursor of live sessions, but with another offset in one partition. */
    byte[] idAt(int elsewhere, long offsetThere) {
        var positions = new ArrayList<Cursor.Position>(partitions.length);
        long timeMillis = Long.MAX_VALUE;
        for (int partition : partitions) {
            long offset = partition == elsewhere ? offsetThere : view.through(partition);
            positions.add(new Cursor.Position(partition, offset));
            timeMillis = Math.min(timeMillis, view.timeMillis(partition));
        }
        return bytes(timeMillis, positions);
    }

    private byte[] bytes(long timeMillis, List<Cursor.Position> positions) {
        return new Cursor(generation.id(), timeMillis, positions, List.of())
                .text()
                .getBytes(StandardCharsets.US_ASCII);
    }
}

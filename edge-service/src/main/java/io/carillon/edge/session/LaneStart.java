package io.carillon.edge.session;

import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Where channels begin that a client wants to hear from some place on: those of one partition that begin at the same place
 * go together.
 *
 * @param partition the partition that they live in
 * @param place where they begin
 */
record LaneStart(int partition, ChannelPlace place) {

    /** Returns the lanes of channels that begin at a place that a client asked for. */
    static List<Lane> lanes(
            Collection<String> channels,
            Place wanted,
            String generation,
            ToIntFunction<String> partitionOf,
            LogView view) {
        Map<LaneStart, List<String>> starts = new LinkedHashMap<>();
        long timeMillis = wanted instanceof Place.At(Cursor cursor) ? cursor.timeMillis() : 0;
        for (String channel : channels) {
            int partition = partitionOf.applyAsInt(channel);
            var start = new LaneStart(partition, place(channel, partition, wanted, generation, view));
            starts.computeIfAbsent(start, _ -> new ArrayList<>()).add(channel);
        }
        List<Lane> lanes = new ArrayList<>(starts.size());
        starts.forEach((start, names) -> lanes.add(Lane.at(start.partition, names, start.place, timeMillis, view)));
        return lanes;
    }

    private static ChannelPlace place(String channel, int partition, Place wanted, String generation, LogView view) {
        return switch (wanted) {
            case Place.Earliest _ -> new ChannelPlace.Since(0);
            case Place.Since(long timeMillis) -> new ChannelPlace.Since(timeMillis);
            case Place.Last(int count) ->
                count == 0
                        ? new ChannelPlace.Behind(view.through(partition))
                        : new ChannelPlace.LastBefore(view.through(partition), count);
            case Place.At(Cursor cursor) -> cursor.resume(generation, channel, partition);
        };
    }
}

package io.carillon.e2e.simulation;

import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Publication;
import io.carillon.e2e.simulation.Heard.Heartbeat;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One connection as its client saw it: everything that was heard, and what follows from it. */
final class Connection {

    /** How much earlier a partition begins that a cursor does not name. */
    private static final long TIME_SLACK_MILLIS = 5_000;

    private final String name;
    private final Framing.Kind kind;
    private final List<String> channels;
    private final Set<Integer> partitions = new TreeSet<>();
    private final SimLog log;
    private final @Nullable Place resume;

    /** Where each partition began that the client wanted from some time on. */
    private final Map<Integer, Long> begun = new HashMap<>();

    private final List<Heard> events = new ArrayList<>();
    private final Set<String> received = new HashSet<>();
    private final Map<String, List<Heard.Gap>> gaps = new HashMap<>();
    private @Nullable Heartbeat firstHeartbeat;

    /** Where the log ended when the first heartbeat was heard. */
    private final Map<Integer, Long> ends = new HashMap<>();

    private @Nullable Cursor last;

    Connection(SimLog log, String name, Framing.Kind kind, List<String> channels, @Nullable Place resume) {
        this.log = log;
        this.name = name;
        this.kind = kind;
        this.channels = channels;
        this.resume = resume;
        channels.forEach(channel -> partitions.add(log.partitionOf(channel)));
    }

    Framing.Kind kind() {
        return kind;
    }

    List<String> channels() {
        return channels;
    }

    /** Returns the partitions of the channels, in ascending order. */
    Set<Integer> partitions() {
        return partitions;
    }

    /** Returns the events heard so far, without the wait that opens a stream of events. */
    List<Heard> events() {
        return events;
    }

    @Nullable Heartbeat firstHeartbeat() {
        return firstHeartbeat;
    }

    /** Returns the youngest cursor, or null before the first. */
    @Nullable Cursor last() {
        return last;
    }

    void hear(Heard heard) {
        if (heard instanceof Heard.Retry) {
            return;
        }
        events.add(heard);
        if (heard instanceof Heard.Covered covered) {
            last = covered.id();
            partitions.forEach(partition -> ends.putIfAbsent(partition, log.end(partition)));
            covered.id().positions().forEach(position -> begin(position.partition()));
        }
        switch (heard) {
            case Heartbeat heartbeat -> firstHeartbeat = firstHeartbeat == null ? heartbeat : firstHeartbeat;
            case Heard.Message message -> received.add(message.channel() + '@' + ownOffset(message.id()));
            case Heard.Gap gap ->
                gaps.computeIfAbsent(gap.channel(), _ -> new ArrayList<>()).add(gap);
            case Heard.Retry _, Heard.Reconnect _, Heard.TurnedAway _, Heard.Pong _, Heard.End _ -> {
                // Nothing is delivered by these.
            }
        }
    }

    /**
     * Returns from where on this connection promises everything: the place that it resumes, or its first heartbeat's; empty
     * as long as it has not said anything of that partition.
     */
    OptionalLong promisedFrom(int partition) {
        if (resume instanceof Place.At(Cursor cursor)
                && offset(cursor, partition).isPresent()) {
            return offset(cursor, partition);
        }
        if (beginsByTime(partition)) {
            Long from = begun.get(partition);
            return from == null ? OptionalLong.empty() : OptionalLong.of(from);
        }
        return firstHeartbeat == null ? OptionalLong.empty() : offset(firstHeartbeat.id(), partition);
    }

    /** Returns whether it is up to the log where in a partition this connection begins. */
    boolean beginsByTime(int partition) {
        return switch (resume) {
            case null -> false;
            case Place.At(Cursor cursor) -> offset(cursor, partition).isEmpty();
            case Place.Earliest _, Place.Since _ -> true;
            case Place.Last _ -> false;
        };
    }

    private void begin(int partition) {
        if (beginsByTime(partition)) {
            // A time that is yet to come leaves out nothing that is published from the first heartbeat on.
            long end = ends.getOrDefault(partition, Long.MAX_VALUE);
            begun.computeIfAbsent(partition, _ -> Math.min(end, log.before(partition, sinceMillis())));
        }
    }

    private long sinceMillis() {
        return switch (resume) {
            case Place.At(Cursor cursor) -> cursor.timeMillis() - TIME_SLACK_MILLIS;
            case Place.Since(long timeMillis) -> timeMillis;
            case Place.Earliest _, Place.Last _ -> 0;
            case null -> 0;
        };
    }

    /** Returns whether a publication was received, or is in a gap that the client was told of. */
    boolean accountsFor(Publication publication) {
        if (received.contains(publication.channel() + '@' + publication.offset())) {
            return true;
        }
        for (Heard.Gap gap : gaps.getOrDefault(publication.channel(), List.of())) {
            if (isWithin(gap, publication)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a publication was received. */
    boolean has(Publication publication) {
        return received.contains(publication.channel() + '@' + publication.offset());
    }

    static boolean isWithin(Heard.Gap gap, Publication publication) {
        OptionalLong from = offset(gap.from(), publication.partition());
        OptionalLong to = offset(gap.to(), publication.partition());
        return from.isPresent()
                && to.isPresent()
                && publication.offset() > from.getAsLong()
                && publication.offset() <= to.getAsLong();
    }

    /** Returns a cursor's offset in a partition, or empty if it does not name that. */
    static OptionalLong offset(Cursor cursor, int partition) {
        for (Cursor.Position position : cursor.positions()) {
            if (position.partition() == partition) {
                return OptionalLong.of(position.offset());
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the offset of the publication that a message's cursor belongs to. */
    static long ownOffset(Cursor cursor) {
        return cursor.positions().getFirst().offset();
    }

    @Override
    public String toString() {
        return name;
    }
}

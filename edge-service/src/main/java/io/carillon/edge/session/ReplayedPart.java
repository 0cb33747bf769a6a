package io.carillon.edge.session;

import io.carillon.core.link.ToEdge;
import java.util.List;

/**
 * A part of what a session asked for of the past.
 *
 * @param partition the partition
 * @param id number of the replay
 * @param after the part begins behind this offset
 * @param through everything wanted up to here is in this part or came before
 * @param done whether this is the last part
 * @param incomplete whether a search for the last publications ended before it had found as many as were asked for
 * @param events in order of offset
 */
public record ReplayedPart(
        int partition, long id, long after, long through, boolean done, boolean incomplete, List<Event> events) {

    public ReplayedPart {
        events = List.copyOf(events);
    }

    /** Encodes what an owner has sent. */
    public static ReplayedPart of(ToEdge.ReplayPart part) {
        return new ReplayedPart(
                part.partition(),
                part.id(),
                part.after(),
                part.through(),
                part.done(),
                part.incomplete(),
                part.publications().stream().map(Event::of).toList());
    }
}

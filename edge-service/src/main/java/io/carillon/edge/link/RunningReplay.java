package io.carillon.edge.link;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import java.util.List;

/**
 * A replay that an edge has asked for: what is still wanted of it, so that any owner can go on with it.
 *
 * <p>Each time it is asked for anew, it has another number, so that what is still under way of an earlier request is not
 * taken for an answer to this one.
 */
final class RunningReplay {

    private final long id;
    private final int partition;
    private final List<String> channels;
    private final long sinceMillis;
    private final int lastCount;
    private final long until;
    private long after;
    private long roomBytes;

    /** Under which number an owner was asked last; 0 if none was. */
    private long number;

    RunningReplay(ToOwner.Replay asked) {
        this.id = asked.id();
        this.partition = asked.partition();
        this.channels = asked.channels();
        this.sinceMillis = asked.sinceMillis();
        this.lastCount = asked.lastCount();
        this.until = asked.until();
        this.after = asked.after();
        this.roomBytes = asked.creditBytes();
    }

    long id() {
        return id;
    }

    long number() {
        return number;
    }

    /** Returns the request, under a number of its own, for what is still missing. */
    ToOwner.Replay request(long newNumber) {
        number = newNumber;
        return new ToOwner.Replay(
                newNumber, partition, channels, after, sinceMillis, lastCount, until, Math.max(0, roomBytes));
    }

    /** Returns a part as an answer to whoever asked. */
    ToEdge.ReplayPart answer(ToEdge.ReplayPart part) {
        return new ToEdge.ReplayPart(
                id,
                partition,
                part.epoch(),
                part.after(),
                part.through(),
                part.done(),
                part.incomplete(),
                part.publications());
    }

    /** Takes it that a part has come. */
    void advance(ToEdge.ReplayPart part) {
        after = part.through();
        for (Publication publication : part.publications()) {
            roomBytes -= publication.weight();
        }
    }

    void grant(long bytes) {
        roomBytes += bytes;
    }
}

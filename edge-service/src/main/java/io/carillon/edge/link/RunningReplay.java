package io.carillon.edge.link;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import java.util.List;

/** A replay that an edge has asked for: what is still wanted of it, so that any owner can go on with it. */
final class RunningReplay {

    private final long id;
    private final int partition;
    private final List<String> channels;
    private final long sinceMillis;
    private final long until;
    private long after;
    private long roomBytes;

    RunningReplay(ToOwner.Replay asked) {
        this.id = asked.id();
        this.partition = asked.partition();
        this.channels = asked.channels();
        this.sinceMillis = asked.sinceMillis();
        this.until = asked.until();
        this.after = asked.after();
        this.roomBytes = asked.creditBytes();
    }

    /** Returns the request for what is still missing. */
    ToOwner.Replay request() {
        return new ToOwner.Replay(id, partition, channels, after, sinceMillis, until, Math.max(0, roomBytes));
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

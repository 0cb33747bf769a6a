package io.carillon.fanout.link;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replays of one partition: what sessions have missed, read for each at its own pace, apart from the live batches.
 *
 * <p>Recent publications come from memory, older ones from the log, a page at a time. A part is sent when something wanted
 * was found, at the end of each page, so that an edge that loses its owner goes on from there at the next, and at the end.
 */
final class Replays {

    /** One replay: where it stands, and what may be under way of it. */
    private static final class Replay {
        private final String link;
        private final long id;
        private final Set<String> channels;
        private final long sinceMillis;
        private final long until;
        private long searched;
        private long creditBytes;
        private boolean awaitsHistory;
        private int pageBytes;

        Replay(String link, ToOwner.Replay asked, int pageBytes) {
            this.pageBytes = pageBytes;
            this.link = link;
            this.id = asked.id();
            this.channels = Set.copyOf(asked.channels());
            this.sinceMillis = asked.sinceMillis();
            this.searched = asked.after();
            this.until = asked.until();
            this.creditBytes = asked.creditBytes();
        }

        /** Returns whether nothing is wanted but to know if the log has a place. */
        boolean isPlaceOnly() {
            return searched != ToOwner.FROM_TIME && searched >= until;
        }
    }

    /** What goes out at once: as much as fits into a batch, and into what the edge has room for. */
    private final class Part {
        private final Replay replay;
        private final List<Publication> wanted = new ArrayList<>();
        private final long limitBytes;
        private long bytes;
        private long searched;
        private boolean full;

        Part(Replay replay, long start) {
            this.replay = replay;
            this.searched = start;
            this.limitBytes = Math.min(limits.batchBytes(), replay.creditBytes);
        }

        /** Takes the next publication if it is wanted; returns false, having done nothing, if there is no room. */
        boolean take(Publication publication) {
            if (replay.channels.contains(publication.channel())) {
                if (bytes >= limitBytes) {
                    full = true;
                    return false;
                }
                wanted.add(publication);
                bytes += publication.weight();
            }
            searched = publication.offset();
            return true;
        }
    }

    private final int partition;
    private final long epoch;
    private final FeedLimits limits;
    private final RecentPublications recent;
    private final PartitionFeed.Output output;
    private final Map<Reader, Replay> replays = new HashMap<>();

    Replays(int partition, long epoch, FeedLimits limits, RecentPublications recent, PartitionFeed.Output output) {
        this.partition = partition;
        this.epoch = epoch;
        this.limits = limits;
        this.recent = recent;
        this.output = output;
    }

    /** Returns how many replays are under way. */
    int size() {
        return replays.size();
    }

    /** Begins a replay; its number is never used again on the link, so answers to reads find the right one. */
    void open(String link, ToOwner.Replay asked) {
        replays.put(new Reader(link, asked.id()), new Replay(link, asked, limits.historyBytes()));
    }

    void grant(String link, long id, long bytes) {
        Replay replay = replays.get(new Reader(link, id));
        if (replay != null) {
            replay.creditBytes += bytes;
        }
    }

    void cancel(String link, long id) {
        replays.remove(new Reader(link, id));
    }

    /** Forgets all replays of an edge. */
    void linkLost(String link) {
        replays.keySet().removeIf(reader -> reader.link().equals(link));
    }

    void historyRead(Reader reader, long after, long through, List<Publication> publications) {
        Replay replay = replays.get(reader);
        if (replay == null || !replay.awaitsHistory) {
            return;
        }
        replay.awaitsHistory = false;
        if (replay.isPlaceOnly()) {
            end(reader, replay, Math.min(after, replay.searched));
            return;
        }
        long start = Math.max(after, replay.searched);
        replay.searched = start;
        var part = new Part(replay, start);
        for (Publication publication : publications) {
            if (publication.offset() > start && publication.offset() <= replay.until && !part.take(publication)) {
                break;
            }
        }
        // Where there is much of what is wanted, a small page is used up as well as a large one.
        replay.pageBytes = part.full ? limits.batchBytes() : limits.historyBytes();
        long covered = part.full ? part.searched : Math.max(start, Math.min(through, replay.until));
        tell(reader, replay, start, covered, part.wanted);
    }

    void historyFailed(Reader reader) {
        Replay replay = replays.get(reader);
        if (replay != null) {
            replay.awaitsHistory = false;
        }
    }

    /** Gives every replay a turn; returns whether some could go on at once. */
    boolean serve() {
        boolean more = false;
        for (Reader reader : List.copyOf(replays.keySet())) {
            Replay replay = replays.get(reader);
            if (replay != null && !replay.awaitsHistory && replay.creditBytes > 0) {
                more |= serve(reader, replay);
            }
        }
        return more;
    }

    private boolean serve(Reader reader, Replay replay) {
        if (replay.isPlaceOnly() && replay.searched <= recent.through()) {
            end(reader, replay, replay.searched);
            return false;
        }
        boolean fromMemory =
                replay.searched != ToOwner.FROM_TIME && replay.searched >= recent.start() && !replay.isPlaceOnly();
        if (!fromMemory) {
            replay.awaitsHistory = true;
            output.readHistory(reader, replay.searched, replay.sinceMillis, replay.until, replay.pageBytes);
            return false;
        }
        long end = Math.min(replay.until, recent.through());
        long start = replay.searched;
        int index = recent.indexAfter(start);
        int lastIndex = Math.min(recent.indexAfter(end), index + limits.searchCount());
        var part = new Part(replay, start);
        while (index < lastIndex && part.take(recent.get(index))) {
            index++;
        }
        boolean finished = index == recent.indexAfter(end);
        long through = Math.max(start, finished ? end : part.searched);
        if (through == start && start < replay.until) {
            // This owner has not read as far as the edge yet; it goes on when it has.
            return false;
        }
        tell(reader, replay, start, through, part.wanted);
        return replays.containsKey(reader) && replay.creditBytes > 0;
    }

    /** Answers whether the log has a place: with the place itself, or with the end of the log, which is before it. */
    private void end(Reader reader, Replay replay, long place) {
        replays.remove(reader);
        output.send(
                replay.link, new ToEdge.ReplayPart(replay.id, partition, epoch, place, place, true, false, List.of()));
    }

    private void tell(Reader reader, Replay replay, long after, long through, List<Publication> wanted) {
        for (Publication publication : wanted) {
            replay.creditBytes -= publication.weight();
        }
        replay.searched = through;
        boolean done = through >= replay.until;
        if (done) {
            replays.remove(reader);
        }
        output.send(
                replay.link, new ToEdge.ReplayPart(replay.id, partition, epoch, after, through, done, false, wanted));
    }
}

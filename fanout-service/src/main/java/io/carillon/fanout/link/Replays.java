package io.carillon.fanout.link;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.history.RecentPublications;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Replays of one partition: what sessions have missed, read for each at its own pace, apart from the live batches.
 *
 * <p>Recent publications come from memory, older ones from the log, a page at a time. A part is sent when something wanted
 * was found, at the end of each page, so that an edge that loses its owner goes on from there at the next, and at the end.
 */
final class Replays {

    /** How many have a turn before what is live is looked after again. */
    private static final int TURNS = 4;

    /** An edge deals with a part at once; what is live must not wait for long meanwhile. */
    private static final int PART_BYTES = 16 << 10;

    private final int partition;
    private final long epoch;
    private final FeedLimits limits;
    private final RecentPublications recent;
    private final PartitionFeed.Output output;
    private final Map<Reader, OpenReplay> replays = new HashMap<>();

    /** Those that may have something to do, in the order of their turns. */
    private final SequencedSet<Reader> ready = new LinkedHashSet<>();

    /** Those that stand at the end of what this owner has read. */
    private final SequencedSet<Reader> atEnd = new LinkedHashSet<>();

    Replays(int partition, long epoch, FeedLimits limits, RecentPublications recent, PartitionFeed.Output output) {
        this.partition = partition;
        this.epoch = epoch;
        this.limits = limits;
        this.recent = recent;
        this.output = output;
    }

    private int roomBytes(OpenReplay replay) {
        return (int) Math.min(limits.batchBytes(), replay.creditBytes);
    }

    /** Returns how many replays are under way. */
    int size() {
        return replays.size();
    }

    /** Begins a replay; its number is never used again on the link, so answers to reads find the right one. */
    void open(String link, ToOwner.Replay asked) {
        var reader = new Reader(link, asked.id());
        replays.put(reader, new OpenReplay(link, asked));
        ready.add(reader);
    }

    void grant(String link, long id, long bytes) {
        var reader = new Reader(link, id);
        OpenReplay replay = replays.get(reader);
        if (replay != null) {
            replay.creditBytes += bytes;
            ready.add(reader);
        }
    }

    void cancel(String link, long id) {
        forget(new Reader(link, id));
    }

    /** Forgets all replays of an edge. */
    void linkLost(String link) {
        List<Reader> lost = replays.keySet().stream()
                .filter(reader -> reader.link().equals(link))
                .toList();
        lost.forEach(this::forget);
    }

    private void forget(Reader reader) {
        replays.remove(reader);
        ready.remove(reader);
        atEnd.remove(reader);
    }

    /** Takes it that more of the log was read. */
    void appended() {
        ready.addAll(atEnd);
        atEnd.clear();
    }

    void historyRead(Reader reader, long after, long through, List<Publication> publications) {
        OpenReplay replay = replays.get(reader);
        if (replay == null || !replay.awaitsHistory) {
            return;
        }
        goOn(reader, replay);
        if (replay.search() != null) {
            if (after >= replay.until || replay.until <= recent.through()) {
                replay.placeFound();
            } else if (after > replay.floor()) {
                replay.endAt(after);
            } else {
                end(reader, replay, after);
            }
            return;
        }
        if (replay.isPlaceOnly()) {
            end(reader, replay, Math.min(after, replay.searched));
            return;
        }
        long start = Math.max(after, replay.searched);
        replay.searched = start;
        // A page holds no more than was asked for, and that was what there was room for.
        List<Publication> wanted = new ArrayList<>();
        for (Publication publication : publications) {
            if (publication.offset() > start && publication.offset() <= replay.until && replay.wants(publication)) {
                wanted.add(publication);
            }
        }
        tellInParts(reader, replay, start, Math.max(start, Math.min(through, replay.until)), wanted);
    }

    void lastFound(Reader reader, LastSearch search) {
        OpenReplay replay = replays.get(reader);
        if (replay != null && replay.awaitsHistory) {
            goOn(reader, replay);
            replay.found(search);
        }
    }

    void historyFailed(Reader reader) {
        OpenReplay replay = replays.get(reader);
        if (replay != null) {
            goOn(reader, replay);
        }
    }

    private void goOn(Reader reader, OpenReplay replay) {
        replay.awaitsHistory = false;
        ready.add(reader);
    }

    /** Gives some replays a turn; returns whether some, these or others, could go on at once. */
    boolean serve() {
        for (int turns = 0; turns < TURNS && !ready.isEmpty(); turns++) {
            Reader reader = ready.removeFirst();
            OpenReplay replay = replays.get(reader);
            if (replay != null && !replay.awaitsHistory && replay.creditBytes > 0 && serve(reader, replay)) {
                ready.add(reader);
            }
        }
        return !ready.isEmpty();
    }

    private boolean serve(Reader reader, OpenReplay replay) {
        LastSearch search = replay.search();
        if (search != null) {
            return search(reader, replay, search);
        }
        if (replay.isPlaceOnly() && replay.searched <= recent.through()) {
            end(reader, replay, replay.searched);
            return false;
        }
        boolean fromMemory = replay.searched != ToOwner.FROM_TIME
                && replay.searched >= recent.startFor(replay.channels)
                && !replay.isPlaceOnly();
        if (!fromMemory) {
            replay.awaitsHistory = true;
            // What memory has comes from memory, also where the log is asked for what lies before.
            long end = replay.searched < recent.through() ? Math.min(replay.until, recent.through()) : replay.until;
            output.readHistory(
                    reader,
                    new HistoryQuery(replay.searched, replay.sinceMillis, end, replay.channels, roomBytes(replay)));
            return false;
        }
        long end = Math.min(replay.until, recent.through());
        long start = replay.searched;
        int index = recent.indexAfter(start);
        int lastIndex = Math.min(recent.indexAfter(end), index + limits.searchCount());
        var part = new GatheredPart(replay, start, Math.min(PART_BYTES, roomBytes(replay)));
        while (index < lastIndex && part.take(recent.get(index), recent.offset(index))) {
            index++;
        }
        boolean finished = index == recent.indexAfter(end);
        long through = Math.max(start, finished ? end : part.searched());
        if (through == start && start < replay.until) {
            // This owner has not read as far as the edge yet; it goes on when it has.
            atEnd.add(reader);
            return false;
        }
        output.recalled();
        tell(reader, replay, start, through, part.wanted());
        return replays.containsKey(reader) && replay.creditBytes > 0;
    }

    /**
     * Looks backwards for the last publications: in memory, so many in one turn, then in the log.
     *
     * @return whether it could go on at once
     */
    private boolean search(Reader reader, OpenReplay replay, LastSearch search) {
        if (replay.until > recent.through()) {
            awaitPlace(reader, replay);
            return false;
        }
        int index = recent.indexAfter(search.searchedTo()) - 1;
        int end = Math.max(0, index + 1 - limits.searchCount());
        long floor = Math.max(recent.startFor(replay.channels), replay.floor());
        while (index >= end && !search.isComplete() && recent.offset(index) > floor) {
            long offset = recent.offset(index);
            Publication publication = recent.get(index--);
            if (publication == null) {
                // Got on all the same: a row of empty indexes may be longer than a turn.
                search.searchedDownTo(offset - 1);
            } else {
                search.take(publication);
            }
        }
        boolean memoryEnds = index < 0 || recent.offset(index) <= floor;
        if (memoryEnds) {
            search.searchedDownTo(floor);
        }
        if (search.isComplete() || search.searchedTo() <= replay.floor()) {
            replay.found(search);
            output.recalled();
            return true;
        }
        if (memoryEnds) {
            replay.awaitsHistory = true;
            output.findLast(reader, search, replay.floor());
            return false;
        }
        return true;
    }

    /** This owner has not read as far as the edge yet; a search goes on when it has, unless the log ends before. */
    private void awaitPlace(Reader reader, OpenReplay replay) {
        if (replay.isPlaceKnown()) {
            atEnd.add(reader);
        } else {
            replay.awaitsHistory = true;
            output.readHistory(
                    reader, new HistoryQuery(replay.until, 0, replay.until, replay.channels, roomBytes(replay)));
        }
    }

    /** Answers whether the log has a place: with the place itself, or with the end of the log, which is before it. */
    private void end(Reader reader, OpenReplay replay, long place) {
        forget(reader);
        output.send(
                replay.link,
                new ToEdge.ReplayPart(
                        replay.id, partition, epoch, place, place, true, replay.isIncomplete(), List.of()));
    }

    /** Sends a page of the log: one that is as large as there is room for costs the log less than many small ones. */
    private void tellInParts(Reader reader, OpenReplay replay, long after, long through, List<Publication> page) {
        long begin = after;
        List<Publication> part = new ArrayList<>();
        long bytes = 0;
        for (Publication publication : page) {
            if (bytes >= PART_BYTES) {
                long end = part.getLast().offset();
                tell(reader, replay, begin, end, part);
                begin = end;
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(publication);
            bytes += publication.weight();
        }
        tell(reader, replay, begin, through, part);
    }

    private void tell(Reader reader, OpenReplay replay, long after, long through, List<Publication> wanted) {
        for (Publication publication : wanted) {
            replay.creditBytes -= publication.weight();
        }
        replay.searched = through;
        boolean done = through >= replay.until;
        if (done) {
            forget(reader);
        }
        output.send(
                replay.link,
                new ToEdge.ReplayPart(
                        replay.id, partition, epoch, after, through, done, replay.isIncomplete(), wanted));
    }
}

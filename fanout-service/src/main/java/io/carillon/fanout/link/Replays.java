package io.carillon.fanout.link;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
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

        Replay(String link, ToOwner.Replay asked) {
            this.link = link;
            this.id = asked.id();
            this.channels = Set.copyOf(asked.channels());
            this.sinceMillis = asked.sinceMillis();
            this.searched = asked.after();
            this.until = asked.until();
            this.creditBytes = asked.creditBytes();
        }
    }

    private final int partition;
    private final long epoch;
    private final FeedLimits limits;
    private final RecentPublications recent;
    private final PartitionFeed.Output output;
    private final Map<String, Replay> replays = new HashMap<>();

    /** Reads of history whose replay is over; their answers belong to nobody. */
    private final Set<String> abandonedReads = new HashSet<>();

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

    void open(String link, ToOwner.Replay asked) {
        cancel(link, asked.id());
        replays.put(reader(link, asked.id()), new Replay(link, asked));
    }

    void grant(String link, long id, long bytes) {
        Replay replay = replays.get(reader(link, id));
        if (replay != null) {
            replay.creditBytes += bytes;
        }
    }

    void cancel(String link, long id) {
        String reader = reader(link, id);
        Replay replay = replays.remove(reader);
        if (replay != null && replay.awaitsHistory) {
            abandonedReads.add(reader);
        }
    }

    /** Forgets all replays of an edge. */
    void linkLost(String link) {
        for (Iterator<Map.Entry<String, Replay>> all = replays.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Replay> entry = all.next();
            if (entry.getValue().link.equals(link)) {
                if (entry.getValue().awaitsHistory) {
                    abandonedReads.add(entry.getKey());
                }
                all.remove();
            }
        }
    }

    /** Returns whether an answer of the log is for one of these. */
    boolean isReader(String reader) {
        return reader.indexOf('#') >= 0;
    }

    void historyRead(String reader, long after, long through, List<Publication> publications) {
        Replay replay = replays.get(reader);
        if (abandonedReads.remove(reader) || replay == null || !replay.awaitsHistory) {
            return;
        }
        replay.awaitsHistory = false;
        long start = Math.max(after, replay.searched);
        replay.searched = start;
        var wanted = new ArrayList<Publication>();
        for (Publication publication : publications) {
            if (publication.offset() > start
                    && publication.offset() <= replay.until
                    && replay.channels.contains(publication.channel())) {
                wanted.add(publication);
            }
        }
        tell(reader, replay, start, Math.max(start, Math.min(through, replay.until)), wanted);
    }

    void historyFailed(String reader) {
        Replay replay = replays.get(reader);
        if (!abandonedReads.remove(reader) && replay != null) {
            replay.awaitsHistory = false;
        }
    }

    /** Gives every replay a turn; returns whether some could go on at once. */
    boolean serve() {
        boolean more = false;
        for (String reader : List.copyOf(replays.keySet())) {
            Replay replay = replays.get(reader);
            if (replay != null && !replay.awaitsHistory && replay.creditBytes > 0) {
                more |= serve(reader, replay);
            }
        }
        return more;
    }

    private boolean serve(String reader, Replay replay) {
        boolean fromMemory = replay.searched != ToOwner.FROM_TIME && replay.searched >= recent.start();
        if (!fromMemory) {
            if (abandonedReads.contains(reader)) {
                return false;
            }
            replay.awaitsHistory = true;
            output.readHistory(reader, replay.searched, replay.sinceMillis, replay.until, limits.historyBytes());
            return false;
        }
        long end = Math.min(replay.until, recent.through());
        long start = replay.searched;
        int index = recent.indexAfter(start);
        int lastIndex = Math.min(recent.indexAfter(end), index + limits.searchCount());
        int bytes = 0;
        long searched = start;
        var wanted = new ArrayList<Publication>();
        while (index < lastIndex && bytes < limits.batchBytes()) {
            Publication publication = recent.get(index++);
            searched = publication.offset();
            if (replay.channels.contains(publication.channel())) {
                wanted.add(publication);
                bytes += publication.weight();
            }
        }
        boolean finished = index == recent.indexAfter(end);
        long through = Math.max(start, finished ? end : searched);
        if (through == start && start < replay.until) {
            // This owner has not read as far as the edge yet; it goes on when it has.
            return false;
        }
        tell(reader, replay, start, through, wanted);
        return replays.containsKey(reader) && replay.creditBytes > 0;
    }

    private void tell(String reader, Replay replay, long after, long through, List<Publication> wanted) {
        for (Publication publication : wanted) {
            replay.creditBytes -= publication.weight();
        }
        replay.searched = through;
        boolean done = through >= replay.until;
        if (done) {
            replays.remove(reader);
        }
        output.send(replay.link, new ToEdge.ReplayPart(replay.id, partition, epoch, after, through, done, wanted));
    }

    /** A link's id has no hash sign, so no reader of live batches is taken for one of a replay. */
    private static String reader(String link, long id) {
        return link + '#' + id;
    }
}

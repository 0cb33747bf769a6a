package io.carillon.fanout.link;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.history.RecentPublications;
import io.carillon.fanout.history.RecentRoom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one owned partition to the edges that follow it, for one ownership epoch.
 *
 * <p>Every follower has its own position, and is served from there: from the recent publications in memory while it
 * keeps up, from the log when it came back from further behind. So a slow or returning edge costs itself time and the
 * others nothing, and no queue grows for it: what it has no credit for stays in the log.
 *
 * <p>The machine is driven by one caller at a time: commands in, then {@link #serve()} until it returns false. Nothing
 * here blocks, keeps time or does I/O.
 */
public final class PartitionFeed {

    /** What a feed wants to happen. Calls come back on the driver's own stack and must not call the feed. */
    public interface Output {

        /** Sends a message on a link; messages of one feed and link keep their order. */
        void send(String link, ToEdge message);

        /**
         * Asks the log for publications, to be answered with {@link #historyRead} or {@link #historyFailed}.
         *
         * @param reader on whose behalf; the answer has to name it
         */
        void readHistory(Reader reader, HistoryQuery query);

        /**
         * Lets a search go on in the log, to be answered with {@link #lastFound} or {@link #historyFailed}.
         *
         * @param reader on whose behalf; the answer has to name it
         * @param after the offset at which the search ends
         */
        void findLast(Reader reader, LastSearch search, long after);

        /** Hears that a reader of the past was served from memory. */
        default void recalled() {}
    }

    private final int partition;
    private final long epoch;
    private final FeedLimits limits;
    private final Output output;
    private final RecentPublications recent;
    private final SubscriberCounts counts = new SubscriberCounts();
    private final Replays replays;
    private final Recalls recalls;
    private final Map<String, Follower> followers = new LinkedHashMap<>();

    /** Links whose open question was asked for a follower that is no more; its answer means nothing to the next one. */
    private final Set<String> abandonedReads = new HashSet<>();

    private long timeMillis;

    /**
     * Makes the feed of a partition that was read up to an offset.
     *
     * @param through the log's end as the owner knows it, -1 if the partition is empty
     * @param timeMillis up to when the log was read, in milliseconds since 1970-01-01T00:00Z
     * @param room what all partitions of the node keep in memory
     */
    public PartitionFeed(
            int partition,
            long epoch,
            long through,
            long timeMillis,
            FeedLimits limits,
            RecentRoom room,
            Output output) {
        this.partition = partition;
        this.epoch = epoch;
        this.limits = limits;
        this.output = output;
        this.timeMillis = timeMillis;
        this.recent = new RecentPublications(through, limits.recent(), room);
        this.replays = new Replays(partition, epoch, limits, recent, output);
        this.recalls = new Recalls(recent, limits.searchCount());
    }

    /** Lets go of what is kept in memory; the feed is of no use any more. */
    public void close() {
        recent.close();
    }

    /** Returns the fencing number under which this feed speaks. */
    public long epoch() {
        return epoch;
    }

    /** Returns the offset up to which the feed knows the log. */
    public long through() {
        return recent.through();
    }

    /** Returns how many edges follow. */
    public int followers() {
        return followers.size();
    }

    /** Returns how many client connections are subscribed to a channel, over all edges that follow. */
    public int connections(String channel) {
        return counts.of(channel);
    }

    /** Returns how far the slowest follower is behind the feed, in offsets; 0 if nobody follows. */
    public long lag() {
        long lag = 0;
        for (Follower follower : followers.values()) {
            lag = Math.max(lag, recent.through() - follower.searched);
        }
        return lag;
    }

    /** Returns the weight of the publications that are kept in memory, in bytes. */
    public long recentBytes() {
        return recent.bytes();
    }

    /** Takes an edge as a follower, in place of what it was before. */
    public void attach(String link, ToOwner.Attach attach) {
        if (attach.epoch() > epoch) {
            // What it was before, it stays: it goes on being fed until this node knows of its own new epoch.
            output.send(link, new ToEdge.Refused(partition, epoch, ToEdge.Reason.NOT_READY));
            return;
        }
        detach(link);
        // An edge that has nothing begins at the end; one that stands somewhere goes on from exactly there, even where
        // this owner has not read as far yet.
        long position = attach.after() == ToOwner.FROM_END ? recent.through() : attach.after();
        var follower = new Follower(link, position, timeMillis, attach.creditBytes(), attach.revision());
        follower.change(attach.interests(), counts);
        followers.put(link, follower);
        output.send(link, new ToEdge.Attached(partition, epoch, position, attach.revision(), timeMillis));
    }

    /** Changes what an edge wants, effective at once from where that edge stands. */
    public void changeInterests(String link, ToOwner.ChangeInterests change) {
        Follower follower = followers.get(link);
        if (follower == null) {
            return;
        }
        // INVARIANT: the edge must know that it has everything up to the point from which the change counts; otherwise
        // the next batch would claim to cover, for the new channel, a stretch that was searched without it.
        tell(follower, List.of());
        follower.change(change.changes(), counts);
        follower.revision = change.revision();
        output.send(link, new ToEdge.InterestsEffective(partition, epoch, follower.revision, follower.searched + 1));
    }

    /** Lets more be under way to an edge. */
    public void grant(String link, long bytes) {
        Follower follower = followers.get(link);
        if (follower != null) {
            follower.creditBytes += bytes;
        }
    }

    /** Begins to send an edge what it asks for of the past. */
    public void replay(String link, ToOwner.Replay replay) {
        if (followers.containsKey(link)) {
            replays.open(link, replay);
        }
    }

    /** Lets more of a replay be under way. */
    public void grantReplay(String link, long id, long bytes) {
        replays.grant(link, id, bytes);
    }

    /** Ends a replay that is no longer wanted. */
    public void cancelReplay(String link, long id) {
        replays.cancel(link, id);
    }

    /** Returns what memory has of a page of one channel's past. */
    public Recall recall(PageRequest request) {
        return recalls.recall(request);
    }

    /** Returns the offset behind which memory has everything, but for channels that had more than their share. */
    public long recentStart() {
        return recent.start();
    }

    /**
     * Takes into memory what lies before {@link #recentStart()}, as far as there is room.
     *
     * @param after all that the log has in (after, {@link #recentStart()}] is in the publications
     * @return whether there is room for more
     */
    public boolean fill(long after, List<Publication> publications) {
        return recent.fill(after, publications);
    }

    /** Returns how many replays are under way. */
    public int replays() {
        return replays.size();
    }

    /** Forgets an edge; also when its link is lost. */
    public void detach(String link) {
        replays.linkLost(link);
        Follower follower = followers.remove(link);
        if (follower != null) {
            follower.leave(counts);
            if (follower.awaitsHistory) {
                abandonedReads.add(link);
            }
        }
    }

    /**
     * Takes in what was read from the log.
     *
     * @param publications in order of offset, all greater than {@link #through()}
     * @param through the log was read up to this offset
     * @param coveredMillis up to when the log was read
     */
    public void appended(List<Publication> publications, long through, long coveredMillis) {
        for (Publication publication : publications) {
            recent.add(publication);
        }
        timeMillis = Math.max(timeMillis, coveredMillis);
        recent.advance(through);
        replays.appended();
    }

    /** Goes on behind a hole, since the log lost what lay before; edges are told when it is their turn to read it. */
    public void lost(long through) {
        if (through > recent.through()) {
            recent.restart(through);
            replays.appended();
        }
    }

    /**
     * Takes the answer to {@link Output#readHistory}.
     *
     * @param after what the range begins behind; greater than asked for where the log no longer has the beginning
     * @param through all publications up to here are in the answer
     */
    public void historyRead(Reader reader, long after, long through, List<Publication> publications) {
        if (reader.isLive()) {
            followerRead(reader.link(), after, through, publications);
        } else {
            replays.historyRead(reader, after, through, publications);
        }
    }

    /** Takes the answer to {@link Output#findLast}. */
    public void lastFound(Reader reader, LastSearch search) {
        replays.lastFound(reader, search);
    }

    private void followerRead(String link, long after, long through, List<Publication> publications) {
        Follower follower = followers.get(link);
        if (abandonedReads.remove(link) || follower == null || !follower.awaitsHistory) {
            return;
        }
        follower.awaitsHistory = false;
        if (after > follower.searched) {
            tell(follower, List.of());
            follower.told = after;
            follower.searched = after;
            output.send(link, new ToEdge.Attached(partition, epoch, after, follower.revision, timeMillis));
        }
        var wanted = new ArrayList<Publication>();
        for (Publication publication : publications) {
            if (publication.offset() > follower.searched && follower.wants(publication.channel())) {
                wanted.add(publication);
            }
        }
        if (through > follower.searched) {
            follower.searched = through;
            if (!publications.isEmpty()) {
                follower.searchedTimeMillis = publications.getLast().timeMillis();
            }
        }
        tell(follower, wanted);
    }

    /** Takes it that the log could not be read; the question is asked again when the follower is served next. */
    public void historyFailed(Reader reader) {
        if (!reader.isLive()) {
            replays.historyFailed(reader);
            return;
        }
        Follower follower = followers.get(reader.link());
        if (!abandonedReads.remove(reader.link()) && follower != null) {
            follower.awaitsHistory = false;
        }
    }

    /**
     * Sends every follower what it has credit for, one turn each.
     *
     * @return whether some follower could go on at once
     */
    public boolean serve() {
        boolean more = false;
        for (Follower follower : followers.values()) {
            more |= serve(follower);
        }
        // Last, since replays must not delay what is live.
        return replays.serve() || more;
    }

    /** Tells every follower how far it is covered, also where there was nothing to send; due at least each second. */
    public void report() {
        // Others may need by now what was kept beyond the share.
        recent.advance(recent.through());
        for (Follower follower : followers.values()) {
            if (!follower.awaitsHistory) {
                if (follower.searched >= recent.through()) {
                    follower.searchedTimeMillis = timeMillis;
                }
                output.send(follower.link, batch(follower, List.of()));
                follower.told = follower.searched;
            }
        }
    }

    private boolean serve(Follower follower) {
        if (follower.awaitsHistory || follower.creditBytes <= 0 || follower.searched >= recent.through()) {
            return false;
        }
        long start = recent.startFor(follower.searched, follower::wants);
        if (follower.searched < start) {
            if (abandonedReads.contains(follower.link)) {
                return false;
            }
            follower.awaitsHistory = true;
            output.readHistory(
                    Reader.live(follower.link), HistoryQuery.all(follower.searched, start, limits.historyBytes()));
            return false;
        }
        int index = recent.indexAfter(follower.searched);
        int end = Math.min(recent.size(), index + limits.searchCount());
        int bytes = 0;
        @Nullable List<Publication> wanted = null;
        while (index < end && bytes < limits.batchBytes()) {
            Publication next = recent.get(index);
            follower.searched = recent.offset(index++);
            if (next != null) {
                follower.searchedTimeMillis = next.timeMillis();
                if (follower.wants(next.channel())) {
                    wanted = wanted == null ? new ArrayList<>() : wanted;
                    wanted.add(next);
                    bytes += next.weight();
                }
            }
        }
        boolean finished = index == recent.size();
        if (finished) {
            follower.searched = recent.through();
            follower.searchedTimeMillis = timeMillis;
        }
        if (wanted != null) {
            tell(follower, wanted);
        }
        return !finished && follower.creditBytes > 0;
    }

    /** Sends a batch that covers everything searched, unless the edge knows that already. */
    private void tell(Follower follower, List<Publication> publications) {
        if (follower.searched > follower.told) {
            ToEdge.Batch batch = batch(follower, publications);
            for (Publication publication : batch.publications()) {
                follower.creditBytes -= publication.weight();
            }
            output.send(follower.link, batch);
            follower.told = follower.searched;
        }
    }

    private ToEdge.Batch batch(Follower follower, List<Publication> publications) {
        return new ToEdge.Batch(
                partition, epoch, follower.told, follower.searched, follower.searchedTimeMillis, publications);
    }
}

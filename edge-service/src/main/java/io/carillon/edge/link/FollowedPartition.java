package io.carillon.edge.link;

import io.carillon.core.link.Interest;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition as an edge follows it: where it stands, what it wants, and at which owner it is attached.
 *
 * <p>When the table names a new owner, the edge attaches there with its own position while the old owner goes on
 * feeding it (make before break). The new owner's {@link ToEdge.Attached} ends that: from then on its epoch is the least
 * that counts, and whatever an older owner still sends is dropped. Positions make the two streams meet: what arrives
 * twice is dropped by offset, and a batch that does not begin where the edge stands makes it attach anew.
 *
 * <pre>
 *            table names an owner              Attached
 *  nothing ───────────────────────▶ next only ──────────▶ current
 *     ▲                                ▲                    │ table names another owner
 *     │ link lost, refused             │ link lost          ▼
 *     └────────────────────────────────┴───────── current + next ── Attached ──▶ current
 * </pre>
 */
final class FollowedPartition {

    private final int partition;
    private final long windowBytes;
    private final Mesh.Output output;

    private final Map<String, Integer> interests = new LinkedHashMap<>();
    private final Map<String, Interest> unsentChanges = new LinkedHashMap<>();

    /** What sessions have asked for of the past, by number, in the order in which they asked. */
    private final Map<Long, RunningReplay> replays = new LinkedHashMap<>();

    /** The same, by the number under which an owner was asked last. */
    private final Map<Long, RunningReplay> asked = new HashMap<>();

    private long lastNumber;

    private @Nullable Attachment current;
    private @Nullable Attachment next;
    private long leastEpoch;
    private long through = ToOwner.FROM_END;
    private long revision;

    /** Bytes that were passed on and have not come back as room yet. */
    private long inHandBytes;

    FollowedPartition(int partition, long windowBytes, Mesh.Output output) {
        this.partition = partition;
        this.windowBytes = windowBytes;
        this.output = output;
    }

    long leastEpoch() {
        return leastEpoch;
    }

    boolean isAttached() {
        return current != null;
    }

    /** Returns whether the node feeds the partition, or was asked to. */
    boolean uses(String node) {
        return isCurrentNode(node) || (next != null && next.node.equals(node));
    }

    boolean isFollowing(String node, long epoch) {
        return (next != null && next.node.equals(node) && next.epoch >= epoch)
                || (current != null && current.node.equals(node) && current.epoch >= epoch);
    }

    /** Attaches at a node, beside the present owner if there is one. */
    void attachAt(String node, long epoch) {
        if (next != null && !next.node.equals(node) && !isCurrentNode(next.node)) {
            // It may have taken the edge as a follower already, and would go on feeding and counting it.
            output.send(next.node, new ToOwner.Detach(partition));
        }
        next = null;
        flush();
        // A revision of its own tells this attach's answer from that to another one before, whose position is another.
        revision++;
        var wanted = new ArrayList<Interest>(interests.size());
        interests.forEach((channel, connections) -> wanted.add(Interest.of(channel, connections)));
        next = new Attachment(node, revision, epoch, Math.max(0, windowBytes - inHandBytes));
        output.send(node, new ToOwner.Attach(partition, epoch, through, revision, wanted, next.roomBytes));
    }

    /** Attaches anew where it is attached, since what came from there has a hole. */
    void attachAgain(String node, long epoch) {
        current = null;
        attachAt(node, epoch);
    }

    /** Records a change of interest and returns the revision with which it will be effective. */
    long change(Interest interest) {
        if (interest.withdrawn()) {
            interests.remove(interest.channel());
        } else {
            interests.put(interest.channel(), interest.connections());
        }
        unsentChanges.put(interest.channel(), interest);
        return revision + 1;
    }

    /**
     * Sends the changes recorded since the last time, as one revision.
     *
     * <p>While an owner has yet to answer an {@link ToOwner.Attach}, they wait. A change that the present owner made
     * effective meanwhile might be effective at the next one only from further on, and what lies between would be missing
     * for the channels that changed.
     */
    void flush() {
        if (unsentChanges.isEmpty() || next != null) {
            return;
        }
        revision++;
        if (current != null) {
            output.send(
                    current.node,
                    new ToOwner.ChangeInterests(partition, revision, List.copyOf(unsentChanges.values())));
        }
        unsentChanges.clear();
    }

    /** Takes back room: what was passed on has been dealt with. */
    void grant(long bytes) {
        inHandBytes -= bytes;
        if (current != null) {
            long room = windowBytes - inHandBytes - current.roomBytes;
            if (room >= windowBytes / 4) {
                current.roomBytes += room;
                output.send(current.node, new ToOwner.Grant(partition, room));
            }
        }
    }

    /** Forgets what is attached at a node, since the link to it is lost. */
    void linkLost(String node) {
        if (current != null && current.node.equals(node)) {
            current = null;
        }
        if (next != null && next.node.equals(node)) {
            next = null;
        }
    }

    void attached(String node, ToEdge.Attached answer) {
        if (next != null
                && next.node.equals(node)
                && answer.revision() >= next.revision
                && answer.epoch() >= leastEpoch) {
            if (current != null && !current.node.equals(node)) {
                output.send(current.node, new ToOwner.Detach(partition));
            }
            next.epoch = answer.epoch();
            current = next;
            next = null;
            leastEpoch = answer.epoch();
            grant(0);
            for (RunningReplay replay : replays.values()) {
                ask(node, replay);
            }
        } else if (!isCurrent(node, answer.epoch())) {
            return;
        }
        if (through == ToOwner.FROM_END) {
            through = answer.position();
            output.advanced(partition, through, answer.timeMillis(), List.of());
        } else if (answer.position() > through) {
            long from = through;
            through = answer.position();
            output.lost(partition, from, through, answer.timeMillis());
        }
        output.effective(partition, answer.revision());
    }

    /** Asks the owner for what a session has missed; whoever becomes owner meanwhile is asked for the rest. */
    void replay(ToOwner.Replay wanted) {
        var replay = new RunningReplay(wanted);
        replays.put(wanted.id(), replay);
        if (current != null) {
            ask(current.node, replay);
        }
    }

    private void ask(String node, RunningReplay replay) {
        if (asked.remove(replay.number()) != null) {
            // The same node may have been asked while an attach was under way to it.
            output.send(node, new ToOwner.CancelReplay(replay.number(), partition));
        }
        lastNumber++;
        asked.put(lastNumber, replay);
        output.send(node, replay.request(lastNumber));
    }

    void grantReplay(long id, long bytes) {
        RunningReplay replay = replays.get(id);
        if (replay != null) {
            replay.grant(bytes);
            if (current != null) {
                output.send(current.node, new ToOwner.GrantReplay(replay.number(), partition, bytes));
            }
        }
    }

    void cancelReplay(long id) {
        RunningReplay replay = replays.remove(id);
        if (replay != null) {
            asked.remove(replay.number());
            if (current != null) {
                output.send(current.node, new ToOwner.CancelReplay(replay.number(), partition));
            }
        }
    }

    /** Passes on a part of a replay, unless it comes from an owner that has been replaced. */
    void replayPart(String node, ToEdge.ReplayPart part) {
        RunningReplay replay = asked.get(part.id());
        if (replay == null || !isCurrent(node, part.epoch())) {
            return;
        }
        replay.advance(part);
        if (part.done()) {
            asked.remove(part.id());
            replays.remove(replay.id());
        }
        output.replayed(replay.answer(part));
    }

    void refused(String node, ToEdge.Refused answer) {
        if (answer.reason() == ToEdge.Reason.MOVED && isCurrent(node, answer.epoch())) {
            current = null;
        } else if (next != null && next.node.equals(node)) {
            next = null;
        } else if (isCurrentNode(node) && answer.epoch() >= leastEpoch) {
            current = null;
        }
    }

    void effective(String node, ToEdge.InterestsEffective answer) {
        if (isCurrent(node, answer.epoch())) {
            output.effective(partition, answer.revision());
        }
    }

    /**
     * Passes on what a batch has beyond what the edge has.
     *
     * @return false if a batch is missing before this one, so that the edge has to attach anew
     */
    boolean batch(String node, ToEdge.Batch batch) {
        if (!isCurrent(node, batch.epoch())) {
            output.fenced(partition, batch.epoch(), leastEpoch);
            return true;
        }
        if (batch.after() > through) {
            return false;
        }
        List<Publication> fresh = batch.publications();
        int repeated = 0;
        while (repeated < fresh.size() && fresh.get(repeated).offset() <= through) {
            repeated++;
        }
        take(fresh);
        if (repeated > 0) {
            grant(weight(fresh.subList(0, repeated)));
            fresh = fresh.subList(repeated, fresh.size());
        }
        if (batch.through() >= through) {
            through = batch.through();
            output.advanced(partition, through, batch.timeMillis(), fresh);
        }
        return true;
    }

    private void take(List<Publication> publications) {
        if (current != null) {
            long bytes = weight(publications);
            inHandBytes += bytes;
            current.roomBytes -= bytes;
        }
    }

    private static long weight(List<Publication> publications) {
        long bytes = 0;
        for (Publication publication : publications) {
            bytes += publication.weight();
        }
        return bytes;
    }

    private boolean isCurrentNode(String node) {
        return current != null && current.node.equals(node);
    }

    private boolean isCurrent(String node, long epoch) {
        return current != null && current.node.equals(node) && current.epoch == epoch;
    }
}

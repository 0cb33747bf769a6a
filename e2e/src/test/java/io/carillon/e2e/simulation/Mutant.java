package io.carillon.e2e.simulation;

import java.util.List;

/**
 * One small change to a rule, after which some promise is broken.
 *
 * @param source the file under the module's main sources, as {@code module/package/Class}
 * @param find what stands there, exactly once
 * @param replacement what stands there instead
 * @param breaks what is wrong then, in a few words
 */
record Mutant(String source, String find, String replacement, String breaks) {

    private static final String FOLLOWED = "edge-service/io/carillon/edge/link/FollowedPartition";
    private static final String MESH = "edge-service/io/carillon/edge/link/Mesh";
    private static final String SUBSCRIPTIONS = "edge-service/io/carillon/edge/subscription/Subscriptions";
    private static final String SESSION = "edge-service/io/carillon/edge/session/Session";
    private static final String LINE = "edge-service/io/carillon/edge/session/ClientLine";
    private static final String RECEPTION = "edge-service/io/carillon/edge/session/Reception";
    private static final String LANE = "edge-service/io/carillon/edge/session/Lane";
    private static final String LANE_CURSOR = "edge-service/io/carillon/edge/session/LaneCursor";
    private static final String CHANGES = "edge-service/io/carillon/edge/session/SubscriptionChanges";
    private static final String CATCH_UP = "edge-service/io/carillon/edge/session/CatchUp";
    private static final String RUNNING = "edge-service/io/carillon/edge/link/RunningReplay";
    private static final String REPLAYS = "fanout-service/io/carillon/fanout/link/Replays";
    private static final String GROUP = "edge-service/io/carillon/edge/session/SessionGroup";
    private static final String SET = "edge-service/io/carillon/edge/session/PartitionSet";
    private static final String CHANNEL = "edge-service/io/carillon/edge/session/ChannelSessions";
    private static final String HEAP = "edge-service/io/carillon/edge/session/DeadlineHeap";
    private static final String FEED = "fanout-service/io/carillon/fanout/link/PartitionFeed";
    private static final String FOLLOWER = "fanout-service/io/carillon/fanout/link/Follower";
    private static final String CLUSTER = "fanout-service/io/carillon/fanout/ownership/Cluster";
    private static final String PARTITION = "fanout-service/io/carillon/fanout/ownership/Partition";
    private static final String ASSIGNER = "fanout-service/io/carillon/fanout/assignment/Assigner";
    private static final String PLANNER = "fanout-service/io/carillon/fanout/assignment/Planner";
    private static final String LEADERSHIP = "fanout-service/io/carillon/fanout/leadership/Leadership";
    private static final String SHUNNED = "fanout-service/io/carillon/fanout/leadership/Shunned";
    private static final String RECENT = "fanout-service/io/carillon/fanout/history/RecentPublications";

    private static final String SCAN_READER = "fanout-service/io/carillon/fanout/history/ScanReader";
    private static final String FILL = "fanout-service/io/carillon/fanout/link/RecentFill";
    private static final String LEDGER = "fanout-service/io/carillon/fanout/keys/KeyLedger";
    private static final String JUDGED = "fanout-service/io/carillon/fanout/keys/JudgedHistory";

    /**
     * Returns all mutants that the simulation has to tell from the real rules.
     *
     * <p>Not among them is the check of the epoch in {@code FollowedPartition.isCurrent} for one and the same node: a link
     * keeps its order, so a node's older epoch never speaks after its newer one. {@code MeshTest} has that case. Nor is the
     * share of one session in {@code ShardRoom}: the queues of these worlds are small beside what may wait in any case.
     * {@code ShardRoomTest} and {@code SharedRoomTest} have that.
     */
    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        LEDGER, "complete |= window;", "complete = true;", "keys are fresh that were not looked for"),
                new Mutant(
                        LEDGER,
                        "record.get().after() < coveredFrom",
                        "record.get().after() < Long.MIN_VALUE",
                        "a new owner does not look back"),
                new Mutant(
                        LEDGER,
                        "oldest.next().lastMillis() < before",
                        "oldest.next().lastMillis() < before + windowMillis",
                        "keys are forgotten early"),
                new Mutant(
                        JUDGED,
                        "while (through < page.after()) {",
                        "while (through < Long.MIN_VALUE) {",
                        "replays do not look back"),
                new Mutant(
                        FOLLOWED,
                        "fresh.get(repeated).offset() <= through",
                        "fresh.get(repeated).offset() < through",
                        "what arrives twice is passed on twice"),
                new Mutant(FOLLOWED, "leastEpoch = answer.epoch();", "", "no epoch is ever fenced"),
                new Mutant(
                        FOLLOWED,
                        "answer.revision() >= next.revision",
                        "answer.revision() >= 0",
                        "the answer to another attach is taken for the one to this"),
                new Mutant(
                        FOLLOWED,
                        "unsentChanges.isEmpty() || next != null",
                        "unsentChanges.isEmpty()",
                        "changes do not wait for an attach under way"),
                new Mutant(
                        FOLLOWED,
                        "new ToOwner.Attach(partition, epoch, through,",
                        "new ToOwner.Attach(partition, epoch, ToOwner.FROM_END,",
                        "an edge attaches at the end instead of where it stands"),
                new Mutant(
                        FOLLOWED,
                        "} else if (answer.position() > through) {",
                        "} else if (answer.position() < -1) {",
                        "a hole in the log is not passed on"),
                new Mutant(
                        FOLLOWED,
                        "        inHandBytes -= bytes;\n",
                        "",
                        "what was dealt with never comes back as room"),
                new Mutant(
                        FOLLOWED,
                        "            current.roomBytes -= bytes;\n",
                        "",
                        "the edge does not see that its owner is out of credit"),
                new Mutant(
                        MESH,
                        "for (FollowedPartition partition : partitions) {\n            partition.linkLost(link.node);\n        }\n    }\n\n    /**",
                        "}\n\n    /**",
                        "a lost link goes unnoticed"),
                new Mutant(
                        SUBSCRIPTIONS,
                        "next != null && next.revision <= revision;",
                        "next != null;",
                        "sessions are confirmed before their interest is effective"),
                new Mutant(
                        SUBSCRIPTIONS,
                        "here != null && here.connections == 0 &&",
                        "here != null &&",
                        "interest is withdrawn though somebody came back"),
                new Mutant(
                        SESSION,
                        "state == State.OPENING && --unconfirmed == 0",
                        "state == State.OPENING",
                        "the first heartbeat does not wait for every owner"),
                new Mutant(LINE, "left == 0 ? after : before", "after", "a gap's cursor hides the gaps after it"),
                new Mutant(
                        RECEPTION,
                        "fallBehind(event.partition(), event.offset() - 1,",
                        "fallBehind(event.partition(), event.offset(),",
                        "a client that falls behind misses the event that it had no room for"),
                new Mutant(
                        RECEPTION,
                        "promise.accept(from);",
                        "promise.accept(channels.partitions().id());",
                        "a returning client's cursor skips what it missed"),
                new Mutant(
                        CATCH_UP,
                        "lane.hold(event, room.holdBytes(lane));",
                        "",
                        "what is live during a replay is not held"),
                new Mutant(
                        LINE,
                        "return acks == null || acks.room() >= publications;",
                        "return acks == null || acks.room() >= 1;",
                        "more is sent at once than the window has room for"),
                new Mutant(
                        CATCH_UP,
                        "lanes.of(event.channel()) == lane) {\n                    if (",
                        "lane != null) {\n                    if (",
                        "what was asked for of the past goes on for a channel that was left"),
                new Mutant(
                        CHANGES,
                        "number == lastNumber && --unconfirmed == 0",
                        "number == lastNumber",
                        "channels begin before every owner has confirmed them"),
                new Mutant(
                        LANE_CURSOR,
                        "case ChannelPlace.Behind place -> place.equals(base.place(view));",
                        "case ChannelPlace.Behind _ -> true;",
                        "a cursor leaves out where a channel stands that catches up"),
                new Mutant(
                        LANE,
                        "return !overflowed && position >= heldFrom;",
                        "return !overflowed;",
                        "what came between the last publications and what is live is left out"),
                new Mutant(
                        CATCH_UP,
                        "if (beyondEnd || !lane.holdsTheRest() || (!held.isEmpty() && noRoom)) {",
                        "if (beyondEnd || (!held.isEmpty() && noRoom)) {",
                        "what was let go during a replay is not asked for again"),
                new Mutant(
                        CATCH_UP,
                        "if (event.offset() <= lane.ahead) {",
                        "if (event.offset() < -1) {",
                        "a client that is ahead of its edge hears things twice"),
                new Mutant(
                        CATCH_UP,
                        "} else if (part.after() > lane.position) {",
                        "} else if (part.after() < -1) {",
                        "what the log no longer has is left out in silence"),
                new Mutant(
                        LANE,
                        "if (state == State.JOINED) {\n            return new ChannelPlace.Behind(",
                        "if (isResolved()) {\n            return new ChannelPlace.Behind(",
                        "the cursor of a client that catches up runs ahead of what it has"),
                new Mutant(
                        CATCH_UP,
                        "group.upstream().grantReplay(lane.partition, lane.replayId, bytes);",
                        "",
                        "a replay never gets more room"),
                new Mutant(
                        FOLLOWED,
                        "            for (RunningReplay replay : replays.values()) {\n                ask(node, replay);\n            }\n",
                        "",
                        "a replay ends with its owner"),
                new Mutant(RUNNING, "after = part.through();", "", "the next owner begins a replay from its beginning"),
                new Mutant(
                        RUNNING,
                        "        number = newNumber;\n        return new ToOwner.Replay(\n                newNumber,",
                        "        number = 1;\n        return new ToOwner.Replay(\n                1,",
                        "a part of an earlier request is taken for an answer to a later one"),
                new Mutant(
                        REPLAYS,
                        "long through = Math.max(start, finished ? end : part.searched());",
                        "long through = end;",
                        "a part of a replay claims more than was searched"),
                new Mutant(
                        SESSION,
                        "            askToReconnect();\n            end(",
                        "            end(",
                        "a late turn ends without a word"),
                new Mutant(
                        LINE,
                        "return !queue.isEmpty() && queue.bytes()",
                        "return queue.isEmpty() && queue.bytes()",
                        "queues have no limit"),
                new Mutant(
                        LINE,
                        "        group.room().count(-heldBytes);\n",
                        "",
                        "what was held for those who are gone counts on"),
                new Mutant(
                        SESSION,
                        " && line.mayBeAnswered(frame.length)",
                        "",
                        "a client that pings and does not read fills its queue"),
                new Mutant(
                        GROUP,
                        "view.advance(partition, event.offset(), event.timeMillis());",
                        "view.advance(partition, through, timeMillis);",
                        "a message's cursor covers those behind it"),
                new Mutant(SET, "known != null && idVersion == view.version()", "known != null", "cursors stand still"),
                new Mutant(
                        CHANNEL,
                        "            last.channels().slot(channel, slot);\n",
                        "",
                        "a session loses its place among a channel's others"),
                new Mutant(
                        HEAP,
                        "other.deadlineNanos - child.deadlineNanos < 0",
                        "other.deadlineNanos - child.deadlineNanos > 0",
                        "deadlines pass unnoticed"),
                new Mutant(
                        FEED,
                        "        tell(follower, List.of());\n        follower.change(",
                        "        follower.change(",
                        "new interest is effective in what was searched without it"),
                new Mutant(
                        FEED,
                        "if (finished) {",
                        "if (finished || !followers.isEmpty()) {",
                        "a batch claims more than was searched"),
                new Mutant(
                        FEED,
                        "attach.after() == ToOwner.FROM_END ? recent.through() : attach.after();",
                        "recent.through();",
                        "an owner begins at its own end"),
                new Mutant(
                        FEED,
                        "abandonedReads.remove(link) || follower == null",
                        "follower == null",
                        "an edge gets the answer to another's question"),
                new Mutant(FEED, "follower.creditBytes -= publication.weight();", "", "credit is never used up"),
                new Mutant(
                        FOLLOWER,
                        "interests.forEach((channel, connections) -> counts.add(channel, -connections));",
                        "",
                        "who left is still counted"),
                new Mutant(
                        PARTITION,
                        "new Partition(member, lastEpoch + 1, lastEpoch + 1, null)",
                        "new Partition(member, epoch + 1, Math.max(lastEpoch, epoch + 1), null)",
                        "the epoch of a move that was given up is used again"),
                new Mutant(
                        PARTITION,
                        "new Partition(done.target(), done.epoch(), lastEpoch, null)",
                        "new Partition(done.target(), epoch, lastEpoch, null)",
                        "a move keeps the epoch of the owner before"),
                new Mutant(
                        CLUSTER,
                        "member.state() == Member.State.ACTIVE\n                && generation != null",
                        "member.state() != Member.State.FENCED\n                && generation != null",
                        "nodes that leave get partitions"),
                new Mutant(
                        PLANNER,
                        ".filter(cluster::isEligible)\n                .map(",
                        ".map(",
                        "the plan is made for nodes that are gone"),
                new Mutant(
                        PLANNER,
                        "flow.total() >= limits.total(cluster.partitions().size())",
                        "flow.total() < 0",
                        "moves have no limit"),
                new Mutant(
                        ASSIGNER,
                        "partitions.size() > quota",
                        "partitions.size() > 4_096",
                        "nothing moves for balance"),
                new Mutant(
                        LEADERSHIP,
                        "member.start() == self.start() && member.state() != Member.State.FENCED;",
                        "member.start() == self.start();",
                        "a node that was fenced never comes back"),
                new Mutant(LEADERSHIP, "epoch == move.epoch()", "epoch < 0", "a move is never completed"),
                new Mutant(
                        SHUNNED,
                        "        untilNanos.values().removeIf(until -> nowNanos - until >= 0);\n",
                        "",
                        "a node that was in trouble never gets anything again"),
                new Mutant(
                        RECENT,
                        "start = offsets[slot];",
                        "start = offsets[slot] - 1;",
                        "what was let go is taken for what never was"),
                new Mutant(
                        SCAN_READER,
                        "searched = publication.offset() - 1;",
                        "searched = publication.offset();",
                        "a reader of a scan misses what it had no room for"),
                new Mutant(
                        FILL,
                        "if (page.through() < query.until()) {",
                        "if (page.through() < -1) {",
                        "memory takes part of a stretch for all of it"),
                new Mutant(
                        FILL,
                        "if (query.until() != feed.recentStart()) {",
                        "if (query.until() < -1) {",
                        "memory is filled with what is far before it"));
    }
}

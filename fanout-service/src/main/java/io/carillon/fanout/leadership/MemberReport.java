package io.carillon.fanout.leadership;

import io.carillon.fanout.ownership.Command;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a node tells the leader, again and again; that it does is the sign that it lives.
 *
 * @param self how the node wants to be registered, which also says which of its processes speaks
 * @param fetchAge since when the log has not answered it; zero while it reads nothing
 * @param ready the moves to this node, by partition with their epoch, that can be completed
 * @param edges the edges that have a link here, by id, with the nodes that each of them cannot reach
 * @param progress how far the node is with the partitions that it serves, by partition
 * @param leaving whether the node is about to stop
 */
public record MemberReport(
        Command.Register self,
        Duration fetchAge,
        Map<Integer, Long> ready,
        Map<String, Set<String>> edges,
        Map<Integer, Progress> progress,
        boolean leaving) {

    public MemberReport {
        ready = Map.copyOf(ready);
        edges = Map.copyOf(edges);
        progress = Map.copyOf(progress);
    }
}

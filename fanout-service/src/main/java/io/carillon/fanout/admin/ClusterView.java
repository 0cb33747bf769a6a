package io.carillon.fanout.admin;

import io.carillon.core.table.PartitionTable;
import io.carillon.fanout.leadership.Progress;
import io.carillon.fanout.ownership.TableSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** The page {@code /cluster}: members, and who owns which partition and how far it is, as this node knows it. */
public final class ClusterView {

    private ClusterView() {}

    /**
     * Returns the page as maps, lists, text and numbers, in the order to be shown.
     *
     * @param control what is known of the nodes, among it the members where there are several
     * @param moveTarget the node that a partition is moving to, if it is
     * @param progress how far owners are, by partition: as of now for this node's own ones, half a second old for others'
     */
    public static Map<String, Object> of(
            String nodeId,
            Map<String, Object> control,
            TableSource tables,
            IntFunction<Optional<String>> moveTarget,
            Map<Integer, Progress> progress) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("node", nodeId);
        page.putAll(control);
        Optional<PartitionTable> known = tables.current();
        if (known.isPresent()) {
            PartitionTable table = known.get();
            page.put("version", table.version());
            page.put("generation", table.generation().id());
            page.putIfAbsent("members", members(table));
            page.put("partitions", partitions(table, moveTarget, progress));
        }
        return page;
    }

    private static List<Map<String, Object>> members(PartitionTable table) {
        List<Map<String, Object>> members = new ArrayList<>();
        new TreeMap<>(table.nodes()).forEach((id, address) -> {
            Map<String, Object> member = new LinkedHashMap<>();
            member.put("id", id);
            member.put("address", address);
            members.add(member);
        });
        return members;
    }

    private static List<Map<String, Object>> partitions(
            PartitionTable table, IntFunction<Optional<String>> moveTarget, Map<Integer, Progress> progress) {
        List<Map<String, Object>> partitions = new ArrayList<>();
        for (int number = 0; number < table.partitions().size(); number++) {
            PartitionTable.Entry entry = table.partitions().get(number);
            Map<String, Object> partition = new LinkedHashMap<>();
            partition.put("partition", number);
            partition.put("owner", entry.owner());
            partition.put("epoch", entry.epoch());
            Optional<String> target = moveTarget.apply(number);
            partition.put("state", target.isPresent() ? "moving" : entry.owner().isPresent() ? "owned" : "orphaned");
            target.ifPresent(node -> partition.put("target", node));
            Progress known = progress.get(number);
            if (known != null && known.epoch() == entry.epoch()) {
                partition.put("through", known.through());
                partition.put("followers", known.followers());
                partition.put("lag", known.lag());
            }
            partitions.add(partition);
        }
        return partitions;
    }
}

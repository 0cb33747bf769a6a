package io.carillon.standalone.cluster;

import io.helidon.json.JsonObject;
import io.helidon.json.JsonParser;
import io.helidon.json.JsonValue;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a fanout node says of its cluster on {@code /cluster}.
 *
 * @param node who says it
 * @param leader id of the leader as this node knows it, empty if it knows none
 * @param version of its partition table, 0 before it has one
 * @param members the fanout nodes it knows
 * @param partitions its partition table
 */
public record ClusterPage(String node, String leader, long version, List<Member> members, List<Partition> partitions) {

    /**
     * A fanout node.
     *
     * @param id its id
     * @param address of its mesh listener
     * @param state what the cluster thinks of it, empty if nothing
     */
    public record Member(String id, String address, String state) {}

    /**
     * An entry of the table.
     *
     * @param number of the partition
     * @param owner id of its owner, empty if it has none
     * @param epoch of the ownership
     * @param through how far the owner has read; empty where it is not known, like the following
     * @param followers edges that follow
     * @param lag by how much the slowest of them is behind
     */
    public record Partition(
            int number, String owner, long epoch, OptionalLong through, OptionalLong followers, OptionalLong lag) {}

    public ClusterPage {
        members = List.copyOf(members);
        partitions = List.copyOf(partitions);
    }

    /** Reads the page's JSON. */
    public static ClusterPage parse(String json) {
        return of(JsonParser.create(json).readJsonObject());
    }

    private static ClusterPage of(JsonObject page) {
        return new ClusterPage(
                page.stringValue("node", ""),
                page.stringValue("leader", ""),
                page.longValue("version", 0),
                objects(page, "members").stream()
                        .map(member -> new Member(
                                member.stringValue("id", ""),
                                member.stringValue("address", ""),
                                member.stringValue("state", "")))
                        .toList(),
                objects(page, "partitions").stream().map(ClusterPage::partition).toList());
    }

    private static Partition partition(JsonObject partition) {
        return new Partition(
                partition.intValue("partition", -1),
                partition.stringValue("owner", ""),
                partition.longValue("epoch", 0),
                number(partition, "through"),
                number(partition, "followers"),
                number(partition, "lag"));
    }

    private static List<JsonObject> objects(JsonObject page, String name) {
        return page.arrayValue(name)
                .map(array -> array.values().stream().map(JsonValue::asObject).toList())
                .orElse(List.of());
    }

    private static OptionalLong number(JsonObject object, String name) {
        return object.longValue(name).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}

package io.carillon.fanout.admin;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Member;
import io.carillon.runtime.discovery.NodeAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an operator may see of what the nodes agreed on: who leads, who votes, and who the members are. */
public final class ControlView {

    private ControlView() {}

    /** Returns it as maps, lists, text and numbers, in the order to be shown. */
    public static Map<String, Object> of(Cluster cluster, Optional<String> leader, List<NodeAddress> voters) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("leader", leader.orElse(""));
        view.put("voters", voters.stream().map(NodeAddress::toString).toList());
        view.put("members", members(cluster));
        return view;
    }

    private static List<Map<String, Object>> members(Cluster cluster) {
        List<Map<String, Object>> members = new ArrayList<>();
        for (Member member : cluster.members().values()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", member.id());
            shown.put("address", member.address());
            shown.put("raftAddress", member.raftAddress());
            shown.put("state", member.state().name().toLowerCase(Locale.ROOT));
            shown.put("incarnation", member.incarnation());
            shown.put("zone", member.zone());
            shown.put("weight", member.weight());
            shown.put(
                    "partitions",
                    cluster.partitions().stream()
                            .filter(partition -> partition.isOwnedBy(member.id()))
                            .count());
            members.add(shown);
        }
        return members;
    }
}

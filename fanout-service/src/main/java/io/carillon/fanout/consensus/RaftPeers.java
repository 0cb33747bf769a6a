package io.carillon.fanout.consensus;

import io.carillon.runtime.discovery.NodeAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/** Our names of nodes, in Ratis's words. */
final class RaftPeers {

    /** All nodes agree in one group. */
    static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.nameUUIDFromBytes("carillon.ownership".getBytes(StandardCharsets.UTF_8)));

    private RaftPeers() {}

    static List<RaftPeer> of(Collection<NodeAddress> nodes) {
        return nodes.stream()
                .map(node -> RaftPeer.newBuilder()
                        .setId(RaftPeerId.valueOf(node.nodeId()))
                        .setAddress(node.address())
                        .build())
                .toList();
    }
}

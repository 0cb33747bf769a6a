package io.carillon.runtime.discovery;

import io.carillon.runtime.config.Settings;
import io.carillon.runtime.discovery.consul.ConsulConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How processes find each other.
 *
 * @param meshPeers fanout nodes of a static cluster, as {@code host:port}
 * @param founders first voters of a static cluster; empty for a node that is alone
 * @param zone where this machine stands, empty if nobody said
 * @param host under which others reach this process
 * @param consul how to use Consul, empty where the lists above are all there is
 */
public record DiscoveryConfig(
        List<String> meshPeers, List<NodeAddress> founders, String zone, String host, Optional<ConsulConfig> consul) {

    private static final int MOST_VOTERS = 5;

    private enum Kind {
        STATIC,
        CONSUL
    }

    public DiscoveryConfig {
        meshPeers = List.copyOf(meshPeers);
        founders = List.copyOf(founders);
    }

    /**
     * Reads the configuration; what is wrong with it is found in the settings.
     *
     * @param hostname of this machine, by which others reach it unless another host is advertised
     */
    public static DiscoveryConfig from(Settings settings, String hostname) {
        Kind kind = settings.choice("push.discovery", Kind.STATIC);
        return new DiscoveryConfig(
                settings.list("push.mesh.peers", List.of("127.0.0.1:9090")),
                founders(settings),
                settings.text("push.node.zone", ""),
                settings.text("push.mesh.advertised.host", hostname),
                Optional.of(ConsulConfig.from(settings)).filter(_ -> kind == Kind.CONSUL));
    }

    private static List<NodeAddress> founders(Settings settings) {
        List<NodeAddress> founders = new ArrayList<>();
        for (String text : settings.list("push.raft.peers", List.of())) {
            Optional<NodeAddress> founder = NodeAddress.parse(text);
            settings.require(founder.isPresent(), "push.raft.peers", "a list of id@host:port");
            founder.ifPresent(founders::add);
        }
        settings.require(
                founders.isEmpty() || (founders.size() <= MOST_VOTERS && founders.size() % 2 == 1),
                "push.raft.peers",
                "1, 3 or 5 nodes, the same list on each of them");
        settings.require(
                founders.stream().map(NodeAddress::nodeId).distinct().count() == founders.size(),
                "push.raft.peers",
                "each node once");
        return founders;
    }
}

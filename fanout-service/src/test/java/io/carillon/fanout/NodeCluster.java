package io.carillon.fanout;

import io.carillon.core.log.InMemoryLog;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.table.PartitionTable;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.delivery.PartitionStatus;
import io.carillon.fanout.revocation.RevocationBook;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.discovery.NodeAddress;
import io.carillon.runtime.discovery.StaticRegistry;
import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.wait.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several fanout nodes in this JVM, with real Raft on disk and real gRPC between them. Each has a log in memory of its own,
 * and all logs get the same publications.
 */
final class NodeCluster implements AutoCloseable {

    /** Election, leases and fsyncs all at once, on a machine that has other things to do. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Generation generation;
    private final Map<String, String> settings;
    private final Map<String, Integer> meshPorts = new LinkedHashMap<>();
    private final Map<String, Integer> raftPorts = new LinkedHashMap<>();
    private final Map<String, FanoutNode> running = new TreeMap<>();
    private final Map<String, InMemoryLog> logs = new ConcurrentHashMap<>();
    private final StaticRegistry registry;
    private final String peers;
    private final ScheduledExecutorService deliveries = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("deliveries").factory());

    /**
     * Makes a cluster of which no node runs.
     *
     * @param settings what differs from the defaults
     * @param nodes how many nodes there may be
     * @param voters how many of them begin with a vote
     */
    NodeCluster(Path folder, int partitions, Map<String, String> settings, int nodes, int voters) {
        this.folder = folder;
        this.settings = settings;
        generation = Generation.of("log", partitions);
        List<Integer> ports = FreePorts.some(2 * nodes);
        for (int i = 0; i < nodes; i++) {
            meshPorts.put("node-" + i, ports.get(2 * i));
            raftPorts.put("node-" + i, ports.get(2 * i + 1));
        }
        var _ = deliveries.scheduleWithFixedDelay(this::deliver, 5, 5, TimeUnit.MILLISECONDS);
        List<NodeAddress> founders = IntStream.range(0, voters)
                .mapToObj(i -> new NodeAddress("node-" + i, "127.0.0.1:" + port(raftPorts, "node-" + i)))
                .toList();
        registry = new StaticRegistry(
                meshPorts.values().stream().map(port -> "127.0.0.1:" + port).toList(), founders);
        peers = founders.stream().map(NodeAddress::toString).collect(Collectors.joining(","));
    }

    static NodeCluster ofThree(Path folder, Map<String, String> settings) {
        return new NodeCluster(folder, 6, settings, 3, 3);
    }

    /** Starts nodes. */
    NodeCluster start(String... ids) throws InterruptedException {
        for (String id : ids) {
            var log = new InMemoryLog(generation, InstantSource.system());
            var node = new FanoutNode(
                    config(id),
                    new MeshSecurity.Open(),
                    registry,
                    generation,
                    log,
                    log,
                    new RevocationBook(),
                    Ticker.system(),
                    InstantSource.system());
            logs.put(id, log);
            running.put(id, node);
            node.start();
        }
        return this;
    }

    NodeCluster startAll() throws InterruptedException {
        return start(meshPorts.keySet().toArray(String[]::new));
    }

    /** Ends a node without a word, as far as that can be done inside one JVM. */
    void kill(String id) {
        FanoutNode node = running.remove(id);
        if (node != null) {
            node.close();
        }
    }

    FanoutNode node(String id) {
        FanoutNode node = running.get(id);
        if (node == null) {
            throw new IllegalArgumentException("node: " + id + " (expected: one that runs)");
        }
        return node;
    }

    Map<String, FanoutNode> running() {
        return running;
    }

    /** Returns the node that leads, once one does. */
    String awaitLeader() {
        return Eventually.within(PATIENCE)
                .yields(
                        "a node leads",
                        () -> running.entrySet().stream()
                                .filter(node -> node.getValue().control().isLeader())
                                .map(Map.Entry::getKey)
                                .findFirst()
                                .orElseThrow());
    }

    /** Waits until all running nodes have the same table, in which these own all partitions, each about as many. */
    void awaitOwners(String... ids) {
        Eventually.within(PATIENCE).observing(this::owners).until("owned by " + List.of(ids), () -> {
            List<Map<String, Long>> shares = running.values().stream()
                    .map(NodeCluster::shares)
                    .distinct()
                    .toList();
            return shares.size() == 1
                    && shares.getFirst().keySet().equals(Set.of(ids))
                    && shares.getFirst().values().stream()
                                            .mapToLong(Long::longValue)
                                            .max()
                                            .orElse(0)
                                    - shares.getFirst().values().stream()
                                            .mapToLong(Long::longValue)
                                            .min()
                                            .orElse(0)
                            <= 1;
        });
    }

    /** Returns who owns how many partitions, by the table of one node; the empty id stands for nobody. */
    private static Map<String, Long> shares(FanoutNode node) {
        return node.control().tables().current().stream()
                .flatMap(table -> table.partitions().stream())
                .collect(Collectors.groupingBy(entry -> entry.owner().orElse(""), Collectors.counting()));
    }

    private Map<String, Map<String, Long>> owners() {
        var owners = new TreeMap<String, Map<String, Long>>();
        running.forEach((id, node) -> owners.put(id, shares(node)));
        return owners;
    }

    /** Returns the epochs of all partitions, by the table of one node. */
    List<Long> epochs(String id) {
        return table(id).partitions().stream().map(PartitionTable.Entry::epoch).toList();
    }

    /** Returns the ids of those that have a vote, as one node knows them. */
    List<String> voters(String id) {
        return ((List<?>) node(id).control().view().getOrDefault("voters", List.of()))
                .stream()
                        .map(String::valueOf)
                        .map(voter -> voter.substring(0, voter.indexOf('@')))
                        .toList();
    }

    PartitionTable table(String id) {
        return node(id).control().tables().current().orElseThrow();
    }

    /** Returns the partitions that a node serves, and has found the end of. */
    List<Integer> served(String id) {
        return node(id).delivery().status().stream()
                .filter(status -> status.through() != PartitionStatus.UNKNOWN)
                .map(PartitionStatus::partition)
                .toList();
    }

    private void deliver() {
        logs.values().forEach(InMemoryLog::deliver);
    }

    void publish(String channel, String json) {
        logs.values().forEach(log -> log.append(channel, Payload.of(json)));
    }

    private FanoutConfig config(String id) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("push.mesh.address", "127.0.0.1");
        all.put("push.mesh.port", Integer.toString(port(meshPorts, id)));
        all.put("push.raft.address", "127.0.0.1");
        all.put("push.raft.port", Integer.toString(port(raftPorts, id)));
        all.put("push.raft.peers", peers);
        all.put("push.raft.data", folder.toString());
        all.putAll(settings);
        var loaded = Settings.load(ConfigSources.none().with(all));
        FanoutConfig config = FanoutConfig.from(loaded, id, "127.0.0.1");
        loaded.check();
        return config;
    }

    private static int port(Map<String, Integer> ports, String id) {
        return Optional.ofNullable(ports.get(id)).orElseThrow();
    }

    /** Ends all nodes; they may be started again. */
    void killAll() {
        List.copyOf(running.keySet()).forEach(this::kill);
    }

    @Override
    public void close() {
        killAll();
        deliveries.shutdownNow();
    }
}

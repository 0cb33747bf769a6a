package io.carillon.e2e.cluster;

import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.OurJvm;
import io.carillon.e2e.system.Pass;
import io.carillon.standalone.cluster.ClusterOptions;
import io.carillon.standalone.cluster.ClusterPage;
import io.carillon.standalone.cluster.ClusterPlan;
import io.carillon.standalone.cluster.Jvm;
import io.carillon.standalone.cluster.MeshIdentities;
import io.carillon.standalone.cluster.NodeKind;
import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.program.Program;
import io.carillon.testkit.wait.Eventually;
import io.carillon.tls.CertificateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** A cluster of real processes on free ports, with its data in a folder that is gone afterwards. */
final class Cluster implements AutoCloseable {

    /** For whatever is bound to happen, on a machine that may be busy with everything else. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    static final int FANOUTS = 3;

    /** A fourth fanout node is planned for, and not started unless a test does. */
    private static final int PLANNED_FANOUTS = 4;

    private static final int PARTITIONS = 12;

    private final DataFolder folder = new DataFolder();
    private final ClusterPlan plan;
    private final Map<String, ClusterNode> nodes = new LinkedHashMap<>();
    private final Pass pass;

    private Cluster(Map<String, String> settings, Pass pass) {
        this.pass = pass;
        var options = new ClusterOptions(
                folder.path(), PLANNED_FANOUTS, 2, 1, PARTITIONS, Optional.of(Program.find("consul")), settings);
        issueCertificates();
        plan = ClusterPlan.of(options, new Jvm(OurJvm.options(), OurJvm.classPath()), ports());
        plan.nodes().forEach(node -> nodes.put(node.name(), new ClusterNode(node)));
    }

    private void issueCertificates() {
        try {
            MeshIdentities.issue(folder.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a cluster, and waits until it can serve. */
    static Cluster start(Map<String, String> settings) {
        return start(settings, Pass.NONE);
    }

    /**
     * Starts a cluster that asks who people are.
     *
     * @param pass with which one may do everything
     */
    static Cluster start(Map<String, String> settings, Pass pass) {
        var cluster = new Cluster(settings, pass);
        try {
            cluster.mend();
            return cluster;
        } catch (AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    private static IntSupplier ports() {
        Deque<Integer> free = new ArrayDeque<>(FreePorts.some(40));
        return free::removeFirst;
    }

    /** Returns what lets one do everything. */
    Pass pass() {
        return pass;
    }

    /** Returns the certificates of the mesh. */
    CertificateFolder certificates() {
        return MeshIdentities.folder(folder.path());
    }

    /** Returns the plan, for whoever puts something in front. */
    ClusterPlan plan() {
        return plan;
    }

    ClusterNode node(String name) {
        ClusterNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return node;
    }

    ClusterNode kafka() {
        return node("kafka");
    }

    ClusterNode ingest() {
        return node("ingest-1");
    }

    /** Returns the fanout nodes that belong to the cluster at rest. */
    List<ClusterNode> fanouts() {
        return of(NodeKind.FANOUT).subList(0, FANOUTS);
    }

    /** Returns the fanout node that is not part of the cluster at rest. */
    ClusterNode newcomer() {
        return of(NodeKind.FANOUT).get(FANOUTS);
    }

    List<ClusterNode> edges() {
        return of(NodeKind.EDGE);
    }

    private List<ClusterNode> of(NodeKind kind) {
        return plan.of(kind).stream().map(node -> node(node.name())).toList();
    }

    /** Returns where publications are posted. */
    URI publishing() {
        return ingest().uri("http", "/");
    }

    /**
     * Brings the cluster to rest, whatever was done to it: all processes run and are ready, and all partitions are owned.
     * Some may still {@linkplain #awaitEvenShares move}, to nodes that were away.
     */
    void mend() {
        for (ClusterNode node : nodes.values()) {
            if (node == newcomer()) {
                if (node.runs()) {
                    node.close();
                }
            } else if (node.isPaused()) {
                node.proceed();
            } else if (!node.runs()) {
                node.start();
            }
        }
        awaitReady(fanouts());
        awaitReady(edges());
        awaitReady(List.of(ingest()));
        awaitMembers();
        awaitOwners();
    }

    /** Waits until all fanout nodes know of each other as active. */
    private void awaitMembers() {
        List<String> names = fanouts().stream().map(ClusterNode::name).toList();
        eventually().until(names + " active, as all of them know", () -> {
            List<ClusterPage> pages = pages();
            return pages.size() >= names.size()
                    && pages.stream()
                            .allMatch(page -> page.members().stream()
                                    .filter(member -> member.state().equals("active"))
                                    .map(ClusterPage.Member::id)
                                    .toList()
                                    .containsAll(names));
        });
    }

    void awaitReady(List<ClusterNode> wanted) {
        eventually()
                .until(
                        wanted.stream().map(ClusterNode::name).toList() + " ready",
                        () -> wanted.stream().allMatch(node -> node.readiness() == 200));
    }

    /** Waits until every partition is owned by a node that runs and is followed by both edges, and returns the table. */
    ClusterPage awaitOwners() {
        return eventually().yields("an owner for each partition, with both edges", () -> {
            ClusterPage page = page();
            Map<String, ClusterPage> own =
                    pages().stream().collect(Collectors.toMap(ClusterPage::node, known -> known, (a, b) -> a));
            for (ClusterPage.Partition partition : page.partitions()) {
                ClusterPage owner = own.get(partition.owner());
                if (owner == null) {
                    throw new AssertionError("partition " + partition.number() + " is owned by '" + partition.owner()
                            + "', which does not answer");
                }
                long followers =
                        owner.partitions().get(partition.number()).followers().orElse(0);
                if (followers < edges().size()) {
                    throw new AssertionError("partition " + partition.number() + " has " + followers + " edges");
                }
            }
            if (page.partitions().isEmpty()) {
                throw new AssertionError("no partitions yet");
            }
            return page;
        });
    }

    /**
     * Waits until every fanout node has its share and no partition has a reason to move, for tests of what a move disturbs.
     * It takes seconds after a node was away, which is why not every test waits for it.
     */
    void awaitEvenShares() {
        eventually().until("an even share for every node", this::isEven);
        var _ = awaitOwners();
    }

    private boolean isEven() {
        Map<String, Long> shares = page().partitions().stream()
                .collect(Collectors.groupingBy(ClusterPage.Partition::owner, Collectors.counting()));
        return shares.size() == FANOUTS && Collections.max(shares.values()) - Collections.min(shares.values()) <= 1;
    }

    /** Returns what every fanout node that answers says. */
    List<ClusterPage> pages() {
        return of(NodeKind.FANOUT).stream()
                .map(node -> node.ask("/cluster"))
                .flatMap(Optional::stream)
                .filter(reply -> reply.status() == 200)
                .map(reply -> ClusterPage.parse(reply.text()))
                .toList();
    }

    /** Returns what the fanout node with the newest table says. */
    ClusterPage page() {
        return pages().stream()
                .max((a, b) -> Long.compare(a.version(), b.version()))
                .orElseThrow(() -> new AssertionError("no fanout node answers"));
    }

    /** Returns the node that owns most partitions of those that do, or do not, lead; waits for one. */
    ClusterNode owner(boolean leading) {
        return eventually().yields(leading ? "a leader that owns" : "an owner that does not lead", () -> {
            ClusterPage page = page();
            ClusterNode leader = leader();
            return page.partitions().stream()
                    .collect(Collectors.groupingBy(ClusterPage.Partition::owner, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .filter(owner -> owner.getKey().equals(leader.name()) == leading)
                    .max(Map.Entry.comparingByValue())
                    .map(owner -> node(owner.getKey()))
                    .orElseThrow(() -> new AssertionError("no such owner in " + page));
        });
    }

    /** Returns the leader that most nodes agree on; waits for one. */
    ClusterNode leader() {
        return eventually().yields("one leader that all know", () -> {
            List<String> leaders =
                    pages().stream().map(ClusterPage::leader).distinct().toList();
            if (leaders.size() != 1 || leaders.getFirst().isEmpty()) {
                throw new AssertionError("leaders: " + leaders);
            }
            return node(leaders.getFirst());
        });
    }

    /** Begins a wait whose failure shows the cluster. */
    Eventually eventually() {
        return Eventually.within(PATIENCE).observing(this::state);
    }

    String state() {
        return nodes.values().stream().map(ClusterNode::state).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        List<ClusterNode> all = List.copyOf(nodes.values()).reversed();
        all.forEach(ClusterNode::close);
        folder.close();
    }
}

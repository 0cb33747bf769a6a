package io.carillon.fanout;

import io.carillon.core.log.LogFollower;
import io.carillon.core.position.Generation;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.admin.ControlView;
import io.carillon.fanout.assignment.Planner;
import io.carillon.fanout.consensus.RaftNode;
import io.carillon.fanout.consensus.RaftSettings;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.leadership.Leader;
import io.carillon.fanout.leadership.Leadership;
import io.carillon.fanout.leadership.Progress;
import io.carillon.fanout.leadership.VoterPlan;
import io.carillon.fanout.membership.LeaderDesk;
import io.carillon.fanout.membership.Membership;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import io.carillon.fanout.ownership.PublishedCluster;
import io.carillon.fanout.ownership.TableSource;
import io.carillon.fanout.rpc.ClusterWatch;
import io.carillon.fanout.rpc.GrpcSessions;
import io.carillon.fanout.rpc.OwnershipService;
import io.carillon.fanout.rpc.VoteWitness;
import io.carillon.runtime.discovery.NodeAddress;
import io.carillon.runtime.discovery.Registry;
import io.carillon.runtime.mesh.MeshChannels;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.observe.Verdict;
import io.carillon.runtime.tls.MeshSecurity;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One node among several that share the log's partitions, by Raft. */
final class SharedControl implements Control {

    private static final System.Logger LOGGER = System.getLogger(SharedControl.class.getName());

    /** Past this a node no longer counts as in contact with the others; leaders answer each half second. */
    private static final Duration CONTACT_LIMIT = Duration.ofSeconds(5);

    private final String nodeId;
    private final Generation generation;
    private final ControlSettings settings;
    private final Registry registry;
    private final MeshChannels channels;
    private final Delivery delivery;
    private final LogFollower log;
    private final Supplier<Map<String, Set<String>>> edges;
    private final Ticker ticker;
    private final InstantSource clock;
    private final PublishedCluster published = new PublishedCluster();
    private final RaftNode raft;
    private final Leader leader;
    private final LeaderDesk desk;
    private final OwnershipService service;
    private final LeadershipHandOver handOver;
    private final VoterKeeper voters;
    private final ClusterWatch watch;
    private volatile @Nullable Membership membership;

    /** Names the disk; empty before the start. */
    private volatile String kept = "";

    SharedControl(
            String nodeId,
            Generation generation,
            ControlSettings settings,
            RaftSettings raftSettings,
            MeshSecurity security,
            Registry registry,
            Delivery delivery,
            LogFollower log,
            Supplier<Map<String, Set<String>>> edges,
            Ticker ticker,
            InstantSource clock) {
        this.nodeId = nodeId;
        this.generation = generation;
        this.settings = settings;
        this.registry = registry;
        channels = new MeshChannels(security);
        this.delivery = delivery;
        this.log = log;
        this.edges = edges;
        this.ticker = ticker;
        this.clock = clock;
        raft = new RaftNode(nodeId, raftSettings, security, published::offer, new RaftNode.Leading() {
            @Override
            public void begins() {
                leader().lead();
                desk().lookAround(published.cluster());
            }

            @Override
            public void ends() {
                leader().follow();
            }
        });
        leader = new Leader(raft, published::cluster, this::term, log::isConfirmed, ticker, clock);
        desk = new LeaderDesk(leader, () -> raft.hasQuorum(CONTACT_LIMIT), this::leaderAddress);
        service = new OwnershipService(desk, published, this::voterIds);
        handOver = new LeadershipHandOver(nodeId, raft, published::cluster);
        voters = new VoterKeeper(
                nodeId,
                raft,
                leader,
                published::cluster,
                () -> new VoterPlan(settings.voters(), settings.replaceAfter()),
                this::isOutdated,
                handOver,
                ticker);
        watch = new ClusterWatch(channels, registry::meshPeers, raft::isVoter, published);
    }

    /** Raft is made before the leader that it tells, and started after. */
    private Leader leader() {
        return leader;
    }

    private LeaderDesk desk() {
        return desk;
    }

    private Leadership term(long nowNanos) {
        return new Leadership(settings.leader(), new Planner(settings.moves()), generation, this::voterIds, nowNanos);
    }

    private Set<String> voterIds() {
        return raft.voters().stream().map(NodeAddress::nodeId).collect(Collectors.toSet());
    }

    private boolean isOutdated() {
        Generation agreed = published.cluster().generation();
        return agreed != null && !agreed.equals(generation) && !log.isConfirmed();
    }

    private Optional<String> leaderAddress() {
        return raft.leader().map(id -> published.cluster().members().get(id)).map(Member::address);
    }

    @Override
    public TableSource tables() {
        return published;
    }

    @Override
    public List<OwnershipService> services() {
        return List.of(service);
    }

    @Override
    public void start(String address) throws InterruptedException {
        leader.start();
        var witness = new VoteWitness(
                channels,
                () -> registry.meshPeers().stream()
                        .filter(peer -> !peer.equals(address))
                        .toList());
        String disk = raft.start(
                () -> registry.founders(new NodeAddress(nodeId, settings.raftAddress())), witness::remembers);
        var self = new Command.Register(
                nodeId,
                clock.millis(),
                address,
                settings.raftAddress(),
                settings.zone(),
                settings.weight(),
                generation.id(),
                disk);
        kept = disk;
        var member = new Membership(
                self,
                settings.leader().heartbeat(),
                settings.leader().lease(),
                settings.linger(),
                published,
                new MemberNode(delivery, log::fetchAge, edges),
                desk,
                this::leaderAddress,
                registry::meshPeers,
                new GrpcSessions(channels),
                ticker);
        membership = member;
        member.start();
        voters.start();
        watch.start();
    }

    @Override
    public boolean isLeader() {
        return raft.isLeader();
    }

    @Override
    public Verdict contact() {
        String before = published.cluster().disks().getOrDefault(nodeId, kept);
        if (!before.equals(kept) && membership != null && raft.isVoter()) {
            return Verdict.bad(
                    "its vote was kept on another disk, so it must not have it: give it another push.node.id");
        }
        Optional<Duration> since = sinceHeard();
        return since.isEmpty()
                ? Verdict.bad("no leader has heard this node yet")
                : Verdict.of(since.get().compareTo(CONTACT_LIMIT) < 0, "no leader hears this node")
                        .with("sinceMillis", since.get().toMillis());
    }

    private Optional<Duration> sinceHeard() {
        Membership member = membership;
        return member == null ? Optional.empty() : member.sinceHeard();
    }

    @Override
    public Map<Integer, Progress> progress() {
        Membership member = membership;
        return member == null ? Map.of() : member.progress();
    }

    @Override
    public Map<String, Object> view() {
        return ControlView.of(published.cluster(), raft.leader(), raft.voters());
    }

    @Override
    public Optional<String> moveTarget(int partition) {
        List<Partition> partitions = published.cluster().partitions();
        return partition < partitions.size()
                ? Optional.ofNullable(partitions.get(partition).move()).map(Partition.Move::target)
                : Optional.empty();
    }

    @Override
    public void show(Metrics metrics) {
        ControlMetrics.show(metrics, raft, leader, published, this::sinceHeard);
    }

    @Override
    public void drain(Duration limit) throws InterruptedException {
        Membership member = membership;
        if (member == null) {
            return;
        }
        if (!member.leave(limit)) {
            LOGGER.log(Level.WARNING, "leaves with partitions that nobody took over; others will when it is gone");
        }
        handOver.run();
    }

    @Override
    public void close() {
        watch.close();
        voters.close();
        Membership member = membership;
        if (member != null) {
            member.close();
        }
        leader.close();
        raft.close();
    }
}

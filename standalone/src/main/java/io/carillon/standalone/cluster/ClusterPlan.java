package io.carillon.standalone.cluster;

import io.carillon.standalone.broker.BrokerMain;
import io.carillon.standalone.relay.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which processes a cluster has, how each is started, and where it listens: everything on the loopback interface.
 *
 * @param nodes in the order in which they are started
 */
public record ClusterPlan(List<NodePlan> nodes) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int KAFKA_HEAP_MEGABYTES = 320;
    private static final int SERVICE_HEAP_MEGABYTES = 192;

    public ClusterPlan {
        nodes = List.copyOf(nodes);
    }

    /**
     * Makes the plan.
     *
     * @param ports gives out ports, each once
     */
    public static ClusterPlan of(ClusterOptions options, Jvm jvm, IntSupplier ports) {
        return new Draft(options, jvm, ports).plan();
    }

    /** Returns the nodes of a kind. */
    public List<NodePlan> of(NodeKind kind) {
        return nodes.stream().filter(node -> node.kind() == kind).toList();
    }

    /** Returns where a relay finds the processes of a service. */
    public List<Backend> backends(NodeKind kind) {
        return of(kind).stream()
                .map(node -> new Backend(node.port("http"), node.port("management")))
                .toList();
    }

    /** The plan while it is made: ports first, since every process is told those of others. */
    private static final class Draft {

        private final ClusterOptions options;
        private final Jvm jvm;
        private final Map<String, Map<String, Integer>> ports = new LinkedHashMap<>();

        Draft(ClusterOptions options, Jvm jvm, IntSupplier free) {
            this.options = options;
            this.jvm = jvm;
            take(free, "kafka", "kafka", "controller");
            if (options.consul().isPresent()) {
                take(free, "consul", "consul", "server", "lan", "wan");
            }
            names("fanout", options.fanouts()).forEach(name -> take(free, name, "mesh", "raft", "management"));
            names("edge", options.edges()).forEach(name -> take(free, name, "http", "management"));
            names("ingest", options.ingests()).forEach(name -> take(free, name, "http", "management"));
        }

        private static List<String> names(String kind, int count) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(number -> kind + '-' + number)
                    .toList();
        }

        private void take(IntSupplier free, String name, String... purposes) {
            Map<String, Integer> taken = new LinkedHashMap<>();
            for (String purpose : purposes) {
                taken.put(purpose, free.getAsInt());
            }
            ports.put(name, taken);
        }

        ClusterPlan plan() {
            List<NodePlan> nodes = new ArrayList<>();
            nodes.add(kafka());
            options.consul().ifPresent(program -> nodes.add(consul(program)));
            names("fanout", options.fanouts())
                    .forEach(name -> nodes.add(service(name, NodeKind.FANOUT, "io.carillon.fanout.Main")));
            names("edge", options.edges())
                    .forEach(name -> nodes.add(service(name, NodeKind.EDGE, "io.carillon.edge.Main")));
            names("ingest", options.ingests())
                    .forEach(name -> nodes.add(service(name, NodeKind.INGEST, "io.carillon.ingest.Main")));
            return new ClusterPlan(nodes);
        }

        private NodePlan kafka() {
            List<String> arguments = List.of(
                    "--data", folder("kafka"),
                    "--port", port("kafka", "kafka"),
                    "--controller-port", port("kafka", "controller"));
            return node(
                    "kafka",
                    NodeKind.KAFKA,
                    jvm.command(BrokerMain.class.getName(), KAFKA_HEAP_MEGABYTES, Map.of(), arguments));
        }

        private NodePlan consul(Path program) {
            return node(
                    "consul",
                    NodeKind.CONSUL,
                    List.of(
                            program.toString(),
                            "agent",
                            "-server",
                            "-bootstrap-expect=1",
                            // It votes alone, so there is nobody whose silence it would have to tell from a slow
                            // network.
                            "-hcl=performance { raft_multiplier = 1 }",
                            "-data-dir=" + folder("consul"),
                            "-bind=" + LOOPBACK,
                            "-client=" + LOOPBACK,
                            "-node=cluster",
                            "-log-level=warn",
                            "-dns-port=-1",
                            "-grpc-port=-1",
                            "-http-port=" + port("consul", "consul"),
                            "-server-port=" + port("consul", "server"),
                            "-serf-lan-port=" + port("consul", "lan"),
                            "-serf-wan-port=" + port("consul", "wan")));
        }

        private NodePlan service(String name, NodeKind kind, String mainClass) {
            Map<String, String> settings = new LinkedHashMap<>(surroundings());
            settings.putAll(MeshIdentities.settings(options.data(), kind));
            settings.put("push.node.id", name);
            settings.put("push.management.port", port(name, "management"));
            if (kind == NodeKind.FANOUT) {
                settings.put("push.mesh.port", port(name, "mesh"));
                settings.put("push.raft.port", port(name, "raft"));
                settings.put("push.raft.data", folder("raft"));
            } else {
                settings.put("push.http.port", port(name, "http"));
            }
            settings.putAll(options.settings());
            return node(name, kind, jvm.command(mainClass, SERVICE_HEAP_MEGABYTES, settings, List.of()));
        }

        /** Returns what all services are told. */
        private Map<String, String> surroundings() {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("push.http.address", LOOPBACK);
            // On loopback nobody has to be asked; with keys, set push.auth.* as for any service.
            settings.put("push.auth.mode", "none");
            settings.put("push.management.address", LOOPBACK);
            settings.put("push.mesh.address", LOOPBACK);
            settings.put("push.mesh.advertised.host", LOOPBACK);
            settings.put("push.raft.address", LOOPBACK);
            settings.put("push.kafka.bootstrap.servers", LOOPBACK + ':' + port("kafka", "kafka"));
            settings.put("push.log.partitions", Integer.toString(options.partitions()));
            settings.put("push.fanout.expected.edges", Integer.toString(options.edges()));
            settings.put("push.drain.limit.duration", "5s");
            if (options.consul().isPresent()) {
                settings.put("push.discovery", "consul");
                settings.put("push.consul.url", "http://" + LOOPBACK + ':' + port("consul", "consul"));
                settings.put("push.consul.check.interval.duration", "1s");
                settings.put("push.raft.expect", Integer.toString(options.voters()));
            } else {
                settings.put("push.mesh.peers", peers("mesh", options.fanouts(), false));
                settings.put("push.raft.peers", peers("raft", options.voters(), true));
            }
            return settings;
        }

        private String peers(String purpose, int count, boolean withId) {
            return names("fanout", count).stream()
                    .map(name -> (withId ? name + '@' : "") + LOOPBACK + ':' + port(name, purpose))
                    .collect(Collectors.joining(","));
        }

        private NodePlan node(String name, NodeKind kind, List<String> command) {
            return new NodePlan(name, kind, command, ports.getOrDefault(name, Map.of()));
        }

        private String port(String name, String purpose) {
            return String.valueOf(ports.getOrDefault(name, Map.of()).get(purpose));
        }

        private String folder(String name) {
            return options.data().resolve(name).toString();
        }
    }
}

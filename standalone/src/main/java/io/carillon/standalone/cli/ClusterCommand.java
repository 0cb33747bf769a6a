package io.carillon.standalone.cli;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.lifecycle.Lifecycle;
import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.lifecycle.StartException;
import io.carillon.runtime.observe.Identity;
import io.carillon.runtime.observe.LogLevel;
import io.carillon.runtime.observe.Logging;
import io.carillon.standalone.DataFolder;
import io.carillon.standalone.FreePort;
import io.carillon.standalone.cluster.ClusterOptions;
import io.carillon.standalone.cluster.ClusterPlan;
import io.carillon.standalone.cluster.ConsulProgram;
import io.carillon.standalone.cluster.ControlSocket;
import io.carillon.standalone.cluster.Jvm;
import io.carillon.standalone.cluster.MeshIdentities;
import io.carillon.standalone.cluster.NodeKind;
import io.carillon.standalone.cluster.PlannedPorts;
import io.carillon.standalone.cluster.RunningCluster;
import io.carillon.standalone.relay.Relay;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code carillon cluster}: starts a cluster, or says something to one that runs. */
@Command(
        name = "cluster",
        description =
                "Runs a real cluster of processes on this machine, to kill and to watch: Kafka, Consul, fanout nodes,"
                        + " edges, an ingest, and one public port in front. Everything listens on the loopback interface.",
        mixinStandardHelpOptions = true,
        versionProvider = BuiltVersion.class,
        sortOptions = false,
        footer = {
            "",
            "Nodes are named kafka, consul, fanout-1, edge-1, ingest-1 and so on; what each says is in DIR/logs. A process"
                    + " that ends stays so until --restart.",
            "",
            "Examples:",
            "  carillon cluster",
            "  carillon cluster --discovery static --fanouts 5",
            "and in another terminal:",
            "  carillon cluster --status",
            "  carillon cluster --kill fanout-2",
            "  carillon cluster --restart fanout-2",
            "",
            "Ctrl-C and SIGTERM end all processes in order; a second one stops at once.",
            "Exit codes: 0 stopped when told to, or done; 1 not started, or not done; 2 not understood."
        })
final class ClusterCommand implements Callable<Integer> {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    /** What to say to a cluster that runs; one thing at a time. */
    private static final class Action {

        @Option(names = "--status", description = "Print processes, leader, and who owns which partition.")
        private boolean status;

        @Option(names = "--kill", paramLabel = "NODE", description = "Kill a process (SIGKILL), as a crash would.")
        private @Nullable String kill;

        @Option(
                names = {"--stop", "--drain"},
                paramLabel = "NODE",
                description = "Have a process hand over what it has and end (SIGTERM), and wait for it.")
        private @Nullable String stop;

        @Option(
                names = "--restart",
                paramLabel = "NODE",
                description = "Start a process again; ends it before, if it runs.")
        private @Nullable String restart;

        @Option(names = "--pause", paramLabel = "NODE", description = "Halt a process where it stands (SIGSTOP).")
        private @Nullable String pause;

        @Option(names = "--resume", paramLabel = "NODE", description = "Let a paused process go on (SIGCONT).")
        private @Nullable String resume;

        String question() {
            if (status) {
                return "status";
            }
            return Stream.of(
                            asked("kill", kill),
                            asked("stop", stop),
                            asked("restart", restart),
                            asked("pause", pause),
                            asked("resume", resume))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow();
        }

        private static Optional<String> asked(String what, @Nullable String node) {
            return Optional.ofNullable(node).map(name -> what + ' ' + name);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = true, heading = "%nTo a cluster that runs:%n")
    private @Nullable Action action;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "For publishing and subscribing (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--first-port",
            paramLabel = "PORT",
            defaultValue = "9100",
            description = "The processes take ports from this one on; 0 for any free ones (default: ${DEFAULT-VALUE}).")
    private int firstPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/cluster",
            description =
                    "Where everything is kept that survives a restart, and the logs (default: ./${DEFAULT-VALUE}).")
    private Path data = Path.of("data", "cluster");

    @Option(
            names = "--fanouts",
            paramLabel = "N",
            defaultValue = "3",
            description = "Fanout nodes (default: ${DEFAULT-VALUE}).")
    private int fanouts;

    @Option(names = "--edges", paramLabel = "N", defaultValue = "2", description = "Edges (default: ${DEFAULT-VALUE}).")
    private int edges;

    @Option(
            names = "--ingests",
            paramLabel = "N",
            defaultValue = "1",
            description = "Ingests (default: ${DEFAULT-VALUE}).")
    private int ingests;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "16",
            description = "How many partitions the log is made with, the first time (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--discovery",
            paramLabel = "WAY",
            defaultValue = "consul",
            description = "How processes find each other: consul or static (default: ${DEFAULT-VALUE}).")
    private String discovery = "consul";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set one setting of all services; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        Action wanted = action;
        return wanted == null ? run() : say(wanted.question());
    }

    private int say(String question) {
        try {
            ControlSocket.Answer answer = ControlSocket.ask(data, question);
            if (!answer.ok()) {
                throw new CommandFailure(answer.text().strip());
            }
            spec.commandLine().getOut().print(answer.text());
            spec.commandLine().getOut().flush();
            return 0;
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private int run() throws InterruptedException {
        var _ = Logging.start(LogLevel.WARN, System.err);
        try {
            ClusterPlan plan = ClusterPlan.of(options(), Jvm.likeThisOne(), ports());
            PlannedPorts.requireFree(plan);
            return run(plan);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private ClusterOptions options() throws IOException, InterruptedException {
        for (int count : new int[] {fanouts, edges, ingests, partitions}) {
            if (count < 1) {
                throw new ParameterException(spec.commandLine(), "there has to be at least one of each kind");
            }
        }
        return new ClusterOptions(data.toAbsolutePath(), fanouts, edges, ingests, partitions, consul(), settings);
    }

    private Optional<Path> consul() throws IOException, InterruptedException {
        return switch (discovery) {
            case "consul" ->
                Optional.of(ConsulProgram.find(
                        Optional.ofNullable(System.getenv("CARILLON_ROOT")).map(Path::of)));
            case "static" -> Optional.empty();
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--discovery " + discovery + " (expected: consul or static)");
        };
    }

    private IntSupplier ports() {
        return firstPort == 0 ? FreePort::find : PlannedPorts.from(firstPort);
    }

    private int run(ClusterPlan plan) throws IOException, InterruptedException {
        var cluster = new RunningCluster(plan, data.resolve("logs"));
        var relay = new Relay(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                plan.backends(NodeKind.INGEST),
                plan.backends(NodeKind.EDGE));
        var lifecycle = new Lifecycle("cluster", Ticker.system())
                .add("data folder", new DataFolder(data))
                .add("certificates", certificates())
                .add("processes", cluster)
                .add("control", new ControlSocket(data, cluster))
                .add("relay", relay);
        lifecycle.stopOnShutdown(STOP_LIMIT);
        var stop = StopSignals.handle(() -> lifecycle.stop(STOP_LIMIT));
        spec.commandLine().getErr().println("carillon: starting " + plan.nodes().size() + " processes ...");
        try {
            lifecycle.start();
            if (cluster.awaitReady(READY_LIMIT)) {
                greet(plan, relay.port());
            } else {
                spec.commandLine()
                        .getErr()
                        .println("carillon: started, but not ready after " + READY_LIMIT.toSeconds()
                                + " s; carillon cluster --status and " + data.resolve("logs") + " tell more");
            }
        } catch (StartException | IOException e) {
            if (!stop.asked()) {
                lifecycle.stop(STOP_LIMIT);
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new CommandFailure(String.valueOf(cause.getMessage()), e);
            }
            // The interrupt that ended the start has done its work.
            boolean _ = Thread.interrupted();
        }
        lifecycle.awaitStopped();
        return 0;
    }

    private Part certificates() {
        return new Part() {
            @Override
            public void start() throws IOException {
                MeshIdentities.issue(data.toAbsolutePath());
            }
        };
    }

    private void greet(ClusterPlan plan, int relayPort) {
        Duration taken = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        PrintWriter out = spec.commandLine().getOut();
        out.println(ClusterBanner.of(Identity.ofThisProcess().version(), taken, relayPort, plan, data));
        out.flush();
    }
}
